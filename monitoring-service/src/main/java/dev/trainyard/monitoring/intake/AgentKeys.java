package dev.trainyard.monitoring.intake;

import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.signing.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * By which keys the agents of machines are known: what the process service has said of late.
 * Thread-safe.
 */
@ApplicationScoped
class AgentKeys {
  /** Of an agent that is enrolled anew the old key is known for so long, if it does not write. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);

  /** So often at most it is asked whether an agent that is not believed has another key by now. */
  private static final Duration DOUBTED_AFTER = Duration.ofSeconds(10);

  private static final int MAX_REMEMBERED = 50_000;
  private static final int MOST_AT_ONCE = 50;

  private final ProcessClient processes;
  private final Clock clock;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();

  AgentKeys(@RestClient ProcessClient processes, Clock clock) {
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
   * @throws ProcessingException if nothing is known of one, and nobody can be asked
   */
  Map<UUID, Known> of(Collection<UUID> machineIds) {
    var old = olderThan(GOOD_FOR, machineIds);
    try {
      ask(old);
    } catch (ProcessingException | WebApplicationException e) {
      if (!known.keySet().containsAll(old)) {
        throw e;
      }
    }
    return known(machineIds);
  }

  /** The same for machines whose agents do not seem to have the keys that are known. */
  Map<UUID, Known> doubted(Collection<UUID> machineIds) {
    ask(olderThan(DOUBTED_AFTER, machineIds));
    return known(machineIds);
  }

  private List<UUID> olderThan(Duration age, Collection<UUID> machineIds) {
    var limit = clock.instant().minus(age);
    return machineIds.stream()
        .distinct()
        .filter(id -> !known.containsKey(id) || known.get(id).since().isBefore(limit))
        .toList();
  }

  private Map<UUID, Known> known(Collection<UUID> machineIds) {
    var found = new HashMap<UUID, Known>();
    machineIds.forEach(id -> found.put(id, known.get(id)));
    return found;
  }

  private static Optional<SenderKeys> keys(ProcessClient.Key key) {
    return key.publicKey() == null
        ? Optional.empty()
        : Optional.of(
            new SenderKeys(
                VerificationKey.parse(key.publicKey()), MessageKey.parse(key.messageKey())));
  }

  private void ask(List<UUID> machineIds) {
    if (known.size() + machineIds.size() > MAX_REMEMBERED) {
      known.keySet().retainAll(machineIds);
    }
    for (var from = 0; from < machineIds.size(); from += MOST_AT_ONCE) {
      var some = machineIds.subList(from, Math.min(from + MOST_AT_ONCE, machineIds.size()));
      var now = clock.instant();
      var left = new ArrayList<>(some);
      for (var key : processes.keys(some).items()) {
        known.put(key.machineId(), new Known(true, keys(key), now));
        left.remove(key.machineId());
      }
      left.forEach(id -> known.put(id, new Known(false, Optional.empty(), now)));
    }
  }
}
