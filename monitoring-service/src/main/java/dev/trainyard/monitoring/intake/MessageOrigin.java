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
  private static final String OF_ANOTHER = "the agent enrolled for this machine has not written";

  private final AgentKeys keys;
  private final RunMachines runs;

  MessageOrigin(AgentKeys keys, RunMachines runs) {
    this.keys = keys;
    this.runs = runs;
  }

  /**
   * What is to be done with messages.
   *
   * @param genuine those that are what they claim to be, in order
   * @param refused others
   */
  record Sorted(List<ConsumerRecord<String, Message>> genuine, List<Refusal> refused) {}

  /**
   * Why a message is dropped.
   *
   * @param why the end of a sentence about it; empty if it is about what does not exist, of which
   *     an agent may tell for a while, and nobody needs to be told
   */
  record Refusal(Claim claim, Optional<String> why) {}

  /**
   * Tells messages apart; nothing else happens, so that it can be tried again.
   *
   * @param records measurements, parts of logs, and heartbeats
   * @throws IllegalStateException if the process service cannot be asked of what it must be
   */
  @AcrossTenants
  Sorted sort(List<ConsumerRecord<String, Message>> records) {
    var refused = new ArrayList<Refusal>();
    var written = writtenByAgents(records.stream().map(Claimed::of).toList(), refused);
    var machines = new HashMap<UUID, UUID>();
    for (var each : written) {
      each.claim().processId().ifPresent(id -> machines.put(id, each.claim().machineId()));
    }
    var places = machines.isEmpty() ? Map.<UUID, Optional<UUID>>of() : runs.of(machines);
    var genuine = new ArrayList<ConsumerRecord<String, Message>>();
    for (var each : written) {
      if (isInItsPlace(each.claim(), places, refused)) {
        genuine.add(each.record());
      }
    }
    return new Sorted(genuine, refused);
  }

  private List<Claimed> writtenByAgents(List<Claimed> all, List<Refusal> refused) {
    var known = keys.of(all.stream().map(Claimed::machineId).toList());
    var isGenuine = new boolean[all.size()];
    var doubted = new ArrayList<UUID>();
    for (var i = 0; i < isGenuine.length; i++) {
      isGenuine[i] = all.get(i).isGenuine(known);
      if (!isGenuine[i] || !known.get(all.get(i).machineId()).isRegistered()) {
        doubted.add(all.get(i).machineId());
      }
    }
    var fresh = keys.doubted(doubted);
    var genuine = new ArrayList<Claimed>();
    for (var i = 0; i < isGenuine.length; i++) {
      var each = all.get(i);
      if (fresh.containsKey(each.machineId()) ? each.isGenuine(fresh) : isGenuine[i]) {
        genuine.add(each);
      } else {
        var isRegistered = fresh.get(each.machineId()).isRegistered();
        refused.add(
            new Refusal(each.claim(), isRegistered ? Optional.of(OF_ANOTHER) : Optional.empty()));
      }
    }
    return genuine;
  }

  private static boolean isInItsPlace(
      Claim claim, Map<UUID, Optional<UUID>> places, List<Refusal> refused) {
    if (claim.processId().isEmpty()) {
      return true;
    }
    var place = places.get(claim.processId().get());
    if (place.equals(Optional.of(claim.machineId()))) {
      return true;
    }
    refused.add(new Refusal(claim, place.map(other -> "is about a process of another machine")));
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
