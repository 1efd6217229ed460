package dev.trainyard.agent.command;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.PlatformKeys;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.signing.RecordSignature;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lets through what the process service has signed for this machine, while it is new, and once. Who
 * can write to the broker, or repeat what is there, has no trainer started or stopped. For one
 * thread.
 */
@ApplicationScoped
class CommandGuard {
  private final PlatformKeys keys;
  private final Duration lifetime;

  /** Ids of commands that were let through, until they are too old for that anyway. */
  private final Map<String, Instant> seen = new HashMap<>();

  CommandGuard(AgentConfig config, PlatformKeys keys) {
    this.lifetime = config.commandLifetime();
    this.keys = keys;
  }

  /**
   * @throws RefusedCommandException if the process service has not signed just this
   */
  void requireSigned(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    var signature =
        RecordSignature.of(record).orElseThrow(() -> new RefusedCommandException("is not signed"));
    var key =
        keys.find(signature.keyId())
            .orElseThrow(
                () ->
                    new RefusedCommandException("is signed with a key that is not the platform's"));
    if (!signature.isBy(key)) {
      throw new RefusedCommandException("was changed, or is another machine's");
    }
  }

  /**
   * @param command whose signature is good
   * @throws RefusedCommandException if it is not of this time, or came before
   */
  void requireNew(ReceivedEvent command) throws InterruptedException {
    if (!isOfThisTime(command.time())) {
      // Perhaps the clock here was put right, or wrong.
      keys.askAgain();
    }
    if (!isOfThisTime(command.time())) {
      throw new RefusedCommandException("is not of this time: " + command.time());
    }
    seen.values().removeIf(time -> !isOfThisTime(time));
    if (seen.put(command.id(), command.time()) != null) {
      throw new RefusedCommandException("came before");
    }
  }

  private boolean isOfThisTime(Instant time) {
    return Duration.between(time, keys.time()).abs().compareTo(lifetime) <= 0;
  }
}
