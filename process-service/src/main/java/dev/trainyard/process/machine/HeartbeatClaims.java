package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.signing.SenderKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Chooses of many heartbeats those that count: of each agent the newest that shows the key of its
 * machine, so that nobody else's takes its place. Two agents that claim one machine both count.
 * Those of machines that are not registered need to show nothing: all that comes of them is that
 * such a machine is told to stop.
 */
@ApplicationScoped
class HeartbeatClaims {
  private final AgentSignatures signatures;
  private final RefusedMessages refused;

  HeartbeatClaims(AgentSignatures signatures, RefusedMessages refused) {
    this.signatures = signatures;
    this.refused = refused;
  }

  /** A heartbeat and what it came in. */
  record Received(Heartbeat heartbeat, ConsumerRecord<String, byte[]> record) {}

  /**
   * A heartbeat that counts.
   *
   * @param isSigned whether it has a signature, too
   */
  record Heard(Heartbeat heartbeat, BooleanSupplier isSigned) {}

  /** Those that count, such that no machine is twice in a round; waits for the database. */
  @Retry(
      maxRetries = -1,
      maxDuration = 0,
      delay = 1,
      delayUnit = ChronoUnit.SECONDS,
      abortOn = {IllegalArgumentException.class, NullPointerException.class})
  List<List<Heard>> rounds(List<Received> received) {
    var claims = new LinkedHashMap<UUID, LinkedHashMap<UUID, Deque<Received>>>();
    for (var each : received) {
      claims
          .computeIfAbsent(each.heartbeat().machineId(), id -> new LinkedHashMap<>())
          .computeIfAbsent(each.heartbeat().agentId(), id -> new ArrayDeque<>())
          .addFirst(each);
    }
    var keys = signatures.keysOf(claims.keySet());
    var rounds = new ArrayList<List<Heard>>();
    claims.forEach((machineId, agents) -> add(rounds, good(machineId, agents.values(), keys)));
    return rounds;
  }

  private List<Heard> good(
      UUID machineId, Collection<Deque<Received>> ofAgents, Map<UUID, Optional<SenderKeys>> keys) {
    var key = keys.get(machineId);
    var good = new ArrayList<Heard>();
    for (var newestFirst : ofAgents) {
      newestFirst.stream()
          .filter(each -> key == null || isGenuine(key, each))
          .findFirst()
          .map(each -> new Heard(each.heartbeat(), () -> isSigned(key, each)))
          .ifPresent(good::add);
    }
    return good;
  }

  private static boolean isSigned(Optional<SenderKeys> keys, Received received) {
    return keys == null || keys.filter(its -> its.hasSigned(received.record())).isPresent();
  }

  private boolean isGenuine(Optional<SenderKeys> keys, Received received) {
    var record = received.record();
    var genuine = keys.filter(its -> its.wrote(record, record.value())).isPresent();
    if (!genuine) {
      refused.add(received.heartbeat().machineId(), "heartbeat");
    }
    return genuine;
  }

  private static void add(List<List<Heard>> rounds, List<Heard> ofMachine) {
    for (var round = 0; round < ofMachine.size(); round++) {
      if (rounds.size() == round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(ofMachine.get(round));
    }
  }
}
