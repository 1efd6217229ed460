package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.monitoring.intake.Intake;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps the newest heartbeat of each machine. */
@ApplicationScoped
class HeartbeatConsumer {
  private final Intake intake;
  private final MachineLoadStore machines;

  HeartbeatConsumer(Intake intake, MachineLoadStore machines) {
    this.intake = intake;
    this.machines = machines;
  }

  @Incoming("heartbeats")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records) {
    intake.take("heartbeats", records, Heartbeat.class, this::store);
  }

  private void store(List<ReceivedEvent> events) {
    Map<UUID, Heartbeat> newest = new HashMap<>();
    events.stream()
        .map(event -> event.dataAs(Heartbeat.class))
        .forEach(heartbeat -> newest.put(heartbeat.machineId(), heartbeat));
    machines.saveAll(newest.values());
  }
}
