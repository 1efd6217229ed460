package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.DeadLetters;
import dev.trainyard.kit.events.UnreadableEventException;
import dev.trainyard.kit.tenant.AcrossTenants;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads the machines' signs of life, in batches: of a machine only the newest one counts. */
@ApplicationScoped
class HeartbeatConsumer {
  private final CloudEventCodec codec;
  private final HeartbeatClaims claims;
  private final HeartbeatIntake intake;
  private final DeadLetters deadLetters;

  HeartbeatConsumer(
      CloudEventCodec codec,
      HeartbeatClaims claims,
      HeartbeatIntake intake,
      DeadLetters deadLetters) {
    this.codec = codec;
    this.claims = claims;
    this.intake = intake;
    this.deadLetters = deadLetters;
  }

  @AcrossTenants
  @Incoming("heartbeats")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records)
      throws ExecutionException, InterruptedException {
    var received = new ArrayList<HeartbeatClaims.Received>();
    for (var record : records) {
      try {
        received.add(new HeartbeatClaims.Received(read(record), record));
      } catch (UnreadableEventException e) {
        deadLetters.add(record, record.value(), e);
      }
    }
    for (List<HeartbeatClaims.Heard> round : claims.rounds(received)) {
      intake.take(round);
    }
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
