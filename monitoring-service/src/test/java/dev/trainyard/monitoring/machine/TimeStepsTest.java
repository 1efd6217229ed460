package dev.trainyard.monitoring.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeStepsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void areAsShortAsTheyMayBe() {
    assertThat(TimeSteps.of(NOON, NOON.plusSeconds(180), 3, MINUTE))
        .isEqualTo(new TimeSteps(NOON, MINUTE, 3));
    assertThat(TimeSteps.of(NOON, NOON.plusSeconds(181), 3, MINUTE))
        .isEqualTo(new TimeSteps(NOON, Duration.ofMinutes(2), 2));
    assertThat(TimeSteps.of(NOON, NOON.plusNanos(1), 2, MINUTE))
        .isEqualTo(new TimeSteps(NOON, MINUTE, 1));
  }

  @Test
  void beginAtTheSameTimesWhereverTheRangeBegins() {
    var steps = TimeSteps.of(NOON.plusSeconds(90), NOON.plusSeconds(200), 10, MINUTE);
    assertThat(steps.times())
        .containsExactly(NOON.plusSeconds(60), NOON.plusSeconds(120), NOON.plusSeconds(180));
    assertThat(steps.end()).isEqualTo(NOON.plusSeconds(240));
  }

  @Test
  void areNeverMoreThanAskedForAndHoldTheWholeRange() {
    var random = new Random(7);
    for (var round = 0; round < 10_000; round++) {
      var from = NOON.plusMillis(random.nextLong(-1L << 40, 1L << 40));
      var to = from.plusMillis(random.nextLong(1, 1L << random.nextInt(1, 38)));
      var most = random.nextInt(2, 1_000);
      var unit = random.nextBoolean() ? MINUTE : Duration.ofHours(1);
      var steps = TimeSteps.of(from, to, most, unit);

      assertThat(steps.count()).isBetween(1, most);
      assertThat(steps.first()).isBeforeOrEqualTo(from);
      assertThat(steps.first().plus(steps.length())).isAfter(from);
      assertThat(steps.end()).isAfterOrEqualTo(to);
      assertThat(steps.end().minus(steps.length())).isBefore(to);
      assertThat(steps.length().toSeconds() % unit.toSeconds()).isZero();
    }
  }
}
