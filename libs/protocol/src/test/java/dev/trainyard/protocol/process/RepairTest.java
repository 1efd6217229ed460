package dev.trainyard.protocol.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RepairTest {
  private static final Waits WAITS =
      new Waits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(3));

  @ParameterizedTest
  @CsvSource({
    // status, missing for, since command, repair
    "STARTING, 0, 9, NONE",
    "STARTING, 0, 10, SEND_START",
    "RUNNING, 29, 100, NONE",
    "RUNNING, 30, 100, END_FAILED",
    "STOPPING, 9, 100, NONE",
    "STOPPING, 100, 9, NONE",
    "STOPPING, 10, 10, END_STOPPED",
    "CREATED, 100, 100, NONE",
    "SUCCEEDED, 100, 100, NONE",
    "FAILED, 100, 100, NONE",
    "STOPPED, 100, 100, NONE",
  })
  void repairsARunThatItsMachineDoesNotKnow(
      ProcessStatus status, long missingFor, long sinceCommand, Repair expected) {
    assertThat(
            Repair.ofMissing(
                status, Duration.ofSeconds(missingFor), Duration.ofSeconds(sinceCommand), WAITS))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "STARTING, LAUNCHING, 100, NONE",
    "RUNNING, TRAINING, 100, NONE",
    "RUNNING, UPLOADING, 100, NONE",
    "STOPPING, TRAINING, 9, NONE",
    "STOPPING, TRAINING, 10, SEND_STOP",
    "STOPPING, LAUNCHING, 10, SEND_STOP",
    "STOPPING, STOPPING, 100, NONE",
    "FAILED, TRAINING, 10, NONE",
  })
  void repairsARunThatItsMachineHas(
      ProcessStatus status, RunPhase phase, long sinceCommand, Repair expected) {
    assertThat(Repair.ofPresent(status, phase, Duration.ofSeconds(sinceCommand), WAITS))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ProcessStatus.class)
  void leavesARunAloneThatIsOver(ProcessStatus status) {
    assertThat(Repair.ofPresent(status, RunPhase.STOPPED, Duration.ofHours(1), WAITS))
        .isEqualTo(Repair.NONE);
  }
}
