package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.monitoring.intake.Intake;
import dev.trainyard.monitoring.intake.Message;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes in the heartbeats of machines. */
@ApplicationScoped
class HeartbeatConsumer {
  private final Intake intake;
  private final HeartbeatKeeper keeper;

  HeartbeatConsumer(Intake intake, HeartbeatKeeper keeper) {
    this.intake = intake;
    this.keeper = keeper;
  }

  @Incoming("heartbeats")
  @Blocking
  void consume(ConsumerRecords<String, Message> records) {
    intake.takeFromAgents(
        "heartbeats",
        records,
        Heartbeat.class,
        events ->
            keeper.keep(events.stream().map(event -> event.dataAs(Heartbeat.class)).toList()));
  }
}
