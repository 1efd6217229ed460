package dev.trainyard.monitoring.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IntakeIT extends MonitoringTest {
  @Inject Intake intake;

  private final UUID machineId = UUID.randomUUID();

  @Test
  void waitsForADatabaseThatIsAwayAndLosesNothing() {
    var outages = new AtomicInteger(2);
    var stored = new ArrayList<ReceivedEvent>();
    broker.publish(
        EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, UUID.randomUUID(), 1));
    var record = broker.read(Topics.MACHINE_HEARTBEATS, machineId.toString()).get(0);
    var message =
        new MessageDeserializer().deserialize(record.topic(), record.headers(), record.value());
    var read =
        new ConsumerRecord<>(
            record.topic(), record.partition(), record.offset(), record.key(), message);
    var batch =
        new ConsumerRecords<>(
            Map.of(new TopicPartition(record.topic(), record.partition()), List.of(read)),
            Map.of());

    intake.take(
        "test",
        batch,
        Heartbeat.class,
        events -> {
          if (outages.getAndDecrement() > 0) {
            throw new IllegalStateException("the database is away");
          }
          stored.addAll(events);
        });

    assertThat(stored)
        .extracting(event -> event.dataAs(Heartbeat.class).machineId())
        .containsExactly(machineId);
    assertThat(intake.counts().get("test").deadLettered()).isZero();
  }
}
