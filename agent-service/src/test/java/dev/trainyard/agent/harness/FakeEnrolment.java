package dev.trainyard.agent.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.signing.SignedToken;
import dev.trainyard.kit.signing.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The process service, as far as it comes to know agents. */
public final class FakeEnrolment {
  /** Of all agents. */
  public static final MessageKey MESSAGE_KEY = MessageKey.fresh();

  private final Map<String, VerificationKey> keys = new ConcurrentHashMap<>();
  private final Set<String> assertions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile long lifetimeSeconds = 600;

  /** Whether the agent of a machine has enrolled. */
  public boolean knows(UUID machineId) {
    return keys.containsKey(machineId.toString());
  }

  /** By which keys an agent is known that has enrolled. */
  public SenderKeys keysOf(UUID machineId) {
    return new SenderKeys(keys.get(machineId.toString()), MESSAGE_KEY);
  }

  /** Forgets an agent, as when its machine is switched off. */
  public void forget(UUID machineId) {
    keys.remove(machineId.toString());
  }

  /** Tokens that were given. */
  public int tokens() {
    return tokens.get();
  }

  /** How long tokens are good that are given from now on. */
  public void lifetimeSeconds(long seconds) {
    lifetimeSeconds = seconds;
  }

  String view(String machineId) {
    return "{\"id\":\"%s\",\"name\":\"gpu\",\"enrolled\":%s}"
        .formatted(machineId, keys.containsKey(machineId));
  }

  /** The answer to who shows a code, with a key and a signature of it; empty if they do not fit. */
  Optional<String> enrol(JsonNode request) {
    var code = request.get("code").asText();
    var key = VerificationKey.parse(request.get("publicKey").asText());
    var content = "trainyard-enrolment." + code + "." + key.text();
    var signature = Base64.getUrlDecoder().decode(request.get("signature").asText());
    if (!code.startsWith("code-of-")
        || !key.verifies(content.getBytes(StandardCharsets.UTF_8), signature)) {
      return Optional.empty();
    }
    var machineId = code.substring("code-of-".length());
    keys.put(machineId, key);
    return Optional.of("{\"machineId\":\"%s\"}".formatted(machineId));
  }

  /** The answer to who proves to be a machine's agent; empty if that is no proof. */
  Optional<String> token(String machineId, JsonNode request, String token) {
    var assertion = SignedToken.read(request.get("assertion").asText()).orElseThrow();
    var key = keys.get(machineId);
    if (key == null
        || !assertion.isBy(key)
        || !assertion.text("sub").equals(machineId)
        || !assertions.add(assertion.text("jti"))) {
      return Optional.empty();
    }
    tokens.incrementAndGet();
    return Optional.of(
        "{\"token\":\"%s\",\"expiresInSeconds\":%d,\"messageKey\":\"%s\"}"
            .formatted(token, lifetimeSeconds, MESSAGE_KEY.text()));
  }
}
