package dev.trainyard.process;

import static io.restassured.RestAssured.given;

import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SignedToken;
import dev.trainyard.kit.signing.SigningKey;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A machine's agent, as far as it says who it is. */
public final class AgentIdentity {
  private final UUID machineId;
  private final SigningKey key;

  public AgentIdentity(UUID machineId, SigningKey key) {
    this.machineId = machineId;
    this.key = key;
  }

  public ValidatableResponse enrol(String code) {
    var content = "trainyard-enrolment." + code + "." + key.open().text();
    var signature = key.sign(content.getBytes(StandardCharsets.UTF_8));
    return enrol(code, Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
  }

  public ValidatableResponse enrol(String code, String signature) {
    return open(
        "/api/v1/machines/enrolment",
        Map.of("code", code, "publicKey", key.open().text(), "signature", signature));
  }

  public Map<String, Object> claims() {
    return new HashMap<>(
        Map.of(
            "sub",
            machineId.toString(),
            "aud",
            "trainyard-agents",
            "exp",
            Instant.now().getEpochSecond() + 60,
            "jti",
            UUID.randomUUID().toString()));
  }

  public String assertion(Map<String, Object> claims) {
    return SignedToken.write(claims, key);
  }

  public ValidatableResponse token(String assertion) {
    return open("/api/v1/machines/" + machineId + "/token", Map.of("assertion", assertion));
  }

  /** A token that this agent is given. */
  public String token() {
    return token(assertion(claims())).statusCode(200).extract().path("token");
  }

  /** The secret that the platform shares with this agent. */
  public MessageKey messageKey() {
    return MessageKey.parse(
        token(assertion(claims())).statusCode(200).extract().path("messageKey"));
  }

  private static ValidatableResponse open(String path, Object body) {
    return given().auth().none().contentType(ContentType.JSON).body(body).post(path).then();
  }
}
