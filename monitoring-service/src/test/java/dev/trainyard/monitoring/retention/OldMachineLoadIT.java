package dev.trainyard.monitoring.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.machine.LoadHistoryWriter;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OldMachineLoadIT extends MonitoringTest {
  @Inject Database database;
  @Inject LoadHistoryWriter history;
  @Inject RetentionConfig config;

  private final UUID machineId = UUID.randomUUID();

  @Test
  void keepsMinutesForTwoDaysAndHoursForNinety() {
    broker.publish(
        EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, UUID.randomUUID(), 1));
    eventually(() -> assertThat(rows("machine_load_minute")).isEqualTo(1));

    cleanAfter(Duration.ofHours(47));
    assertThat(rows("machine_load_minute")).isEqualTo(1);
    cleanAfter(Duration.ofHours(50));
    assertThat(rows("machine_load_minute")).isZero();
    assertThat(rows("machine_load_hour")).isEqualTo(1);
    cleanAfter(Duration.ofDays(89));
    assertThat(rows("machine_load_hour")).isEqualTo(1);
    cleanAfter(Duration.ofDays(91));
    assertThat(rows("machine_load_hour")).isZero();
  }

  private void cleanAfter(Duration age) {
    new OldMachineLoad(history, config, Clock.fixed(Samples.NOON.plus(age), ZoneOffset.UTC))
        .clean();
  }

  private long rows(String table) {
    return rows(database, table, "machine_id", machineId);
  }
}
