package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OverdueReportsTest {
  private final AdjustableClock clock = new AdjustableClock();
  private final OverdueReports overdue = new OverdueReports(new FakeProcessConfig(), clock);
  private final UUID processId = UUID.randomUUID();

  @Test
  void waitsForAReportThatMayStillCome() {
    assertThat(overdue.isOverdue(report(1, 5), 4)).isFalse();
    clock.pass(2);
    assertThat(overdue.isOverdue(report(1, 5), 4)).isFalse();
    clock.pass(1);
    assertThat(overdue.isOverdue(report(1, 5), 4)).isTrue();
  }

  @Test
  void noticesThatReportsStayAwayAlsoWhileNewOnesAreSent() {
    overdue.isOverdue(report(1, 5), 4);
    clock.pass(2);
    overdue.isOverdue(report(1, 6), 4);
    clock.pass(1);
    assertThat(overdue.isOverdue(report(1, 7), 4)).isTrue();
  }

  @Test
  void beginsAnewWhenTheAwaitedOneCame() {
    overdue.isOverdue(report(1, 5), 4);
    clock.pass(2);
    overdue.isOverdue(report(1, 6), 5);
    clock.pass(2);
    assertThat(overdue.isOverdue(report(1, 6), 5)).isFalse();
  }

  @Test
  void beginsAnewWithAnotherAttempt() {
    overdue.isOverdue(report(1, 5), 4);
    clock.pass(5);
    assertThat(overdue.isOverdue(report(2, 5), 0)).isFalse();
  }

  @Test
  void isNeverOverdueWhatHasArrived() {
    clock.pass(100);
    assertThat(overdue.isOverdue(report(1, 5), 5)).isFalse();
  }

  private RunReport report(int attempt, long sequence) {
    return new RunReport(
        processId,
        UUID.randomUUID(),
        attempt,
        sequence,
        RunPhase.TRAINING,
        null,
        null,
        clock.instant(),
        null,
        null);
  }

  private static final class AdjustableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(long seconds) {
      now = now.plus(Duration.ofSeconds(seconds));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
