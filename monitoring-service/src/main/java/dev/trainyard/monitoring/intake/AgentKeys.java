package dev.trainyard.monitoring.intake;

import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.signing.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * By which keys the agents of machines are known: what the process service has said of late.
 * Thread-safe.
 */
@ApplicationScoped
class AgentKeys {
  private static final Logger LOG = Logger.getLogger(AgentKeys.class);

  private static final Duration GOOD_FOR = Duration.ofMinutes(10);

  /** An agent that is not believed, or has no key, may have been enrolled in the meantime. */
  private static final Duration DOUBTED_AFTER = Duration.ofSeconds(3);

  /** Who did not answer is left alone for a while. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int MAX_REMEMBERED = 50_000;
  private static final int MOST_AT_ONCE = 50;

  private final Function<List<UUID>, ProcessClient.Keys> processes;
  private final Clock clock;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();
  private volatile Instant pausedUntil = Instant.MIN;

  @Inject
  AgentKeys(@RestClient ProcessClient processes, Clock clock) {
    this(processes::keys, clock);
  }

  /**
   * @param processes asks for the keys of machines
   */
  AgentKeys(Function<List<UUID>, ProcessClient.Keys> processes, Clock clock) {
    this.processes = processes;
    this.clock = clock;
  }

  /**
   * What is known of a machine.
   *
   * @param isRegistered whether there is such a machine at all
   * @param keys its agent's; empty if none is enrolled
   * @param since when it was asked for
   */
  record Known(boolean isRegistered, Optional<SenderKeys> keys, Instant since) {}

  /**
   * What is known of each of these machines. What is rather old does as long as nobody can be
   * asked.
   *
   * @throws IllegalStateException if nothing is known of one, and nobody can be asked
   */
  Map<UUID, Known> of(Collection<UUID> machineIds) {
    return known(machineIds, GOOD_FOR);
  }

  /** The same for machines whose agents do not seem to have the keys that are known. */
  Map<UUID, Known> doubted(Collection<UUID> machineIds) {
    return known(machineIds, DOUBTED_AFTER);
  }

  private Map<UUID, Known> known(Collection<UUID> machineIds, Duration goodFor) {
    var now = clock.instant();
    var found = new HashMap<UUID, Known>();
    var old = new ArrayList<UUID>();
    for (var id : Set.copyOf(machineIds)) {
      var remembered = known.get(id);
      if (remembered != null) {
        found.put(id, remembered);
      }
      if (remembered == null || remembered.since().plus(goodFor).isBefore(now)) {
        old.add(id);
      }
    }
    var isBearable = found.keySet().containsAll(old);
    if (old.isEmpty() || isBearable && now.isBefore(pausedUntil)) {
      return found;
    }
    try {
      found.putAll(asked(old));
    } catch (ProcessingException
        | WebApplicationException
        | IllegalArgumentException
        | NullPointerException e) {
      if (!isBearable) {
        throw new IllegalStateException("the keys of agents cannot be asked for: " + e, e);
      }
      pausedUntil = now.plus(PAUSE);
      LOG.warnf("The keys of agents cannot be asked for, the old ones do reason=%s", e);
    }
    return found;
  }

  private static Optional<SenderKeys> keys(ProcessClient.Key key) {
    return key.publicKey() == null
        ? Optional.empty()
        : Optional.of(
            new SenderKeys(
                VerificationKey.parse(key.publicKey()), MessageKey.parse(key.messageKey())));
  }

  private Map<UUID, Known> asked(List<UUID> machineIds) {
    var answers = new HashMap<UUID, Known>();
    for (var from = 0; from < machineIds.size(); from += MOST_AT_ONCE) {
      var some = machineIds.subList(from, Math.min(from + MOST_AT_ONCE, machineIds.size()));
      var now = clock.instant();
      some.forEach(id -> answers.put(id, new Known(false, Optional.empty(), now)));
      for (var key : processes.apply(some).items()) {
        answers.put(key.machineId(), new Known(true, keys(key), now));
      }
    }
    if (known.size() + answers.size() > MAX_REMEMBERED) {
      known.clear();
    }
    known.putAll(answers);
    return answers;
  }
}
