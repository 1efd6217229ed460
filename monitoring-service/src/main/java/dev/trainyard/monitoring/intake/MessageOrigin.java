package dev.trainyard.monitoring.intake;

import dev.trainyard.kit.tenant.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells what agents have written from what others have written in their name: it shows the key of
 * the machine, and about a process that runs there. Thread-safe.
 */
@ApplicationScoped
class MessageOrigin {
  private final AgentKeys keys;
  private final RunMachines runs;
  private final RefusedMessages refused;

  MessageOrigin(AgentKeys keys, RunMachines runs, RefusedMessages refused) {
    this.keys = keys;
    this.runs = runs;
    this.refused = refused;
  }

  /**
   * Those that are what they claim to be, in order; the log and the journal tell of others. May be
   * asked again for the same.
   *
   * @param records measurements, parts of logs, and heartbeats
   */
  @AcrossTenants
  List<ConsumerRecord<String, Message>> genuine(List<ConsumerRecord<String, Message>> records) {
    var signed = signed(records.stream().map(Claimed::of).toList());
    var machines = new HashMap<UUID, UUID>();
    for (var each : signed) {
      each.claim().processId().ifPresent(id -> machines.put(id, each.claim().machineId()));
    }
    if (machines.isEmpty()) {
      return signed.stream().map(Claimed::record).toList();
    }
    var places = runs.of(machines);
    return signed.stream()
        .filter(each -> isInItsPlace(each.claim(), places))
        .map(Claimed::record)
        .toList();
  }

  private List<Claimed> signed(List<Claimed> all) {
    var known = keys.of(all.stream().map(Claimed::machineId).toList());
    var signed = new boolean[all.size()];
    var doubted = new ArrayList<UUID>();
    for (var i = 0; i < signed.length; i++) {
      signed[i] = all.get(i).isGenuine(known);
      if (!signed[i]) {
        doubted.add(all.get(i).machineId());
      }
    }
    var fresh = keys.doubted(doubted);
    var good = new ArrayList<Claimed>();
    for (var i = 0; i < signed.length; i++) {
      if (signed[i] || all.get(i).isGenuine(fresh)) {
        good.add(all.get(i));
      } else {
        refused.add(all.get(i).claim(), "the agent enrolled for this machine has not signed");
      }
    }
    return good;
  }

  private boolean isInItsPlace(Claim claim, Map<UUID, Optional<UUID>> places) {
    var place = claim.processId().flatMap(id -> places.getOrDefault(id, Optional.empty()));
    if (claim.processId().isEmpty() || place.equals(Optional.of(claim.machineId()))) {
      return true;
    }
    // Of a process that is gone its agent may tell for a while.
    if (place.isPresent()) {
      refused.add(claim, "is about a process of another machine");
    }
    return false;
  }

  private record Claimed(ConsumerRecord<String, Message> record, Claim claim) {
    static Claimed of(ConsumerRecord<String, Message> record) {
      return new Claimed(record, Claim.of(record.value().event().data()));
    }

    UUID machineId() {
      return claim.machineId();
    }

    /** Of a machine that nobody has registered no more is told than that it is there. */
    boolean isGenuine(Map<UUID, AgentKeys.Known> keys) {
      var known = keys.get(claim.machineId());
      if (!known.isRegistered()) {
        return claim.processId().isEmpty();
      }
      return known.keys().filter(its -> its.wrote(record, record.value().bytes())).isPresent();
    }
  }
}
