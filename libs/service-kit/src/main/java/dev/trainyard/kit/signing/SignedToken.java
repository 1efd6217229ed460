package dev.trainyard.kit.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A JSON Web Token (RFC 7519) that is signed with Ed25519 (RFC 8037). Immutable. */
public final class SignedToken {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALGORITHM = "EdDSA";

  private final String keyId;
  private final JsonNode claims;
  private final byte[] content;
  private final byte[] signature;

  private SignedToken(String keyId, JsonNode claims, byte[] content, byte[] signature) {
    this.keyId = keyId;
    this.claims = claims;
    this.content = content;
    this.signature = signature;
  }

  /** A token that says this, as it is sent. */
  public static String write(Map<String, ?> claims, SigningKey key) {
    var header = Map.of("alg", ALGORITHM, "typ", "JWT", "kid", key.open().id());
    var content = part(header) + "." + part(claims);
    return content + "." + encode(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Reads a token, whoever signed it; empty if it is none of this kind. */
  public static Optional<SignedToken> read(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var header = parse(parts[0]);
      if (!header.path("alg").asText().equals(ALGORITHM)) {
        return Optional.empty();
      }
      return Optional.of(
          new SignedToken(
              header.path("kid").asText(),
              parse(parts[1]),
              text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
              Base64.getUrlDecoder().decode(parts[2])));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether this key signed it. */
  public boolean isBy(VerificationKey key) {
    return key.id().equals(keyId) && key.verifies(content, signature);
  }

  /** A claim as text; empty if it is missing, or no text. */
  public String text(String claim) {
    var value = claims.path(claim);
    return value.isTextual() ? value.textValue() : "";
  }

  /** A claim as a number; 0 if it is missing, or no number. */
  public long number(String claim) {
    return claims.path(claim).asLong();
  }

  private static JsonNode parse(String part) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(part));
  }

  private static String part(Map<String, ?> content) {
    try {
      return encode(JSON.writeValueAsBytes(content));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no claims that can be written", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
