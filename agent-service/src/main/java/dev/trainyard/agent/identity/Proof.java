package dev.trainyard.agent.identity;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.OpenRequests;
import dev.trainyard.agent.platform.PlatformKeys;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.settings.ServiceAddresses;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SignedToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Proves to the platform that this is the machine's agent, with its key. Thread-safe. */
@ApplicationScoped
class Proof {
  private static final Logger LOG = Logger.getLogger(Proof.class);
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private final UUID machineId;
  private final AgentKey key;
  private final PlatformKeys platform;
  private final OpenRequests requests;
  private final ServiceAddresses services;
  private final IdGenerator ids;

  Proof(
      AgentConfig config,
      AgentKey key,
      PlatformKeys platform,
      OpenRequests requests,
      ServiceAddresses services,
      IdGenerator ids) {
    this.machineId = config.machineId();
    this.key = key;
    this.platform = platform;
    this.requests = requests;
    this.services = services;
    this.ids = ids;
  }

  /**
   * As the service answers.
   *
   * @param messageKey the secret it shares with this agent; null from an older service
   */
  record Token(String token, long expiresInSeconds, String messageKey) {}

  /** Shows the service a new proof, by its own time, for which it gives a token. */
  Token show() throws IOException, InterruptedException {
    platform.askAgain();
    var assertion =
        SignedToken.write(
            Map.of(
                "sub",
                machineId.toString(),
                "aud",
                "trainyard-agents",
                "jti",
                ids.next().toString(),
                "exp",
                platform.time().plus(LIFETIME).getEpochSecond()),
            key.get());
    var given =
        requests.post(
            ServiceAddresses.resource(services.processUrl(), "/machines/" + machineId + "/token"),
            Map.of("assertion", assertion),
            Token.class);
    key.share(secretOf(given));
    return given;
  }

  private static MessageKey secretOf(Token given) {
    try {
      return given.messageKey() == null ? null : MessageKey.parse(given.messageKey());
    } catch (IllegalArgumentException e) {
      LOG.warnf("The platform's message key is not understood: signing reason=%s", e.getMessage());
      return null;
    }
  }
}
