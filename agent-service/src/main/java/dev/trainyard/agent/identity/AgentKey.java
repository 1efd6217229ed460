package dev.trainyard.agent.identity;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.kit.privilege.OwnerOnly;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The key by which the platform knows this agent. It is made here, kept in {@code agent.key} of the
 * data directory for the eyes of the agent's user, and never leaves the machine. Thread-safe once
 * it is open.
 */
@ApplicationScoped
public class AgentKey {
  private static final Logger LOG = Logger.getLogger(AgentKey.class);

  private final Path file;
  private volatile SigningKey key;
  private volatile MessageKey messageKey;

  AgentKey(AgentConfig config) {
    this.file = config.dataDirectory().toAbsolutePath().resolve("agent.key");
  }

  /**
   * Reads the key, or makes one.
   *
   * @throws IllegalStateException if the file cannot be used; the message says what to do
   */
  public void open() {
    try {
      if (Files.exists(file)) {
        key = SigningKey.parse(Files.readString(file));
      } else {
        key = SigningKey.fresh();
        OwnerOnly.write(file, key.secret());
        LOG.infof("The agent has a new key keyId=%s file=%s", key.open().id(), file);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The agent's key in %s cannot be used: %s. Remove the file, and give the agent a code to enrol with anew."
              .formatted(file, Retry.reasonOf(e)),
          e);
    }
  }

  public SigningKey get() {
    return key;
  }

  /**
   * The secret that the platform shares with this agent; empty as long as it was not asked for a
   * token, or is of a version without one.
   */
  public Optional<MessageKey> messageKey() {
    return Optional.ofNullable(messageKey);
  }

  /**
   * @param secret null if the platform has none
   */
  void share(MessageKey secret) {
    messageKey = secret;
  }
}
