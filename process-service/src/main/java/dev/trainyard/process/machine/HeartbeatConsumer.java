package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.DeadLetters;
import dev.trainyard.kit.events.UnreadableEventException;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads the machines' signs of life, in batches: of a machine only the newest one counts. */
@ApplicationScoped
class HeartbeatConsumer {
  private final CloudEventCodec codec;
  private final HeartbeatIntake intake;
  private final DeadLetters deadLetters;

  HeartbeatConsumer(CloudEventCodec codec, HeartbeatIntake intake, DeadLetters deadLetters) {
    this.codec = codec;
    this.intake = intake;
    this.deadLetters = deadLetters;
  }

  @Incoming("heartbeats")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records)
      throws ExecutionException, InterruptedException {
    // Two agents that claim one machine both count.
    var newest = new LinkedHashMap<UUID, LinkedHashMap<UUID, Heartbeat>>();
    for (var record : records) {
      try {
        var heartbeat = read(record);
        newest
            .computeIfAbsent(heartbeat.machineId(), id -> new LinkedHashMap<>())
            .put(heartbeat.agentId(), heartbeat);
      } catch (UnreadableEventException e) {
        deadLetters.add(record, record.value(), e);
      }
    }
    for (var round = rounds(newest); !round.isEmpty(); round = rounds(newest)) {
      intake.take(round);
    }
  }

  /** Takes one heartbeat of every machine that has some left. */
  private static List<Heartbeat> rounds(
      LinkedHashMap<UUID, LinkedHashMap<UUID, Heartbeat>> newest) {
    var round = new ArrayList<Heartbeat>();
    newest
        .values()
        .removeIf(
            ofMachine -> {
              var agents = ofMachine.values().iterator();
              round.add(agents.next());
              agents.remove();
              return ofMachine.isEmpty();
            });
    return round;
  }

  private Heartbeat read(ConsumerRecord<String, byte[]> record) {
    var heartbeat = codec.read(record).dataAs(Heartbeat.class);
    if (heartbeat.machineId() == null || heartbeat.agentId() == null) {
      throw new UnreadableEventException("machineId or agentId is missing", null);
    }
    var run = heartbeat.run();
    if (run != null
        && (run.report() == null
            || run.report().processId() == null
            || run.report().machineId() == null
            || run.report().phase() == null)) {
      throw new UnreadableEventException("run.report is missing or incomplete", null);
    }
    return heartbeat;
  }
}
