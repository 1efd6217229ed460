package dev.trainyard.monitoring.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final RetrySchedule schedule =
      new RetrySchedule(Duration.ofSeconds(10), Duration.ofHours(24));
  private final Random random = new Random(1);

  @Test
  void waitsThreeTimesLongerEachTimeAndNeverMoreThanSixHours() {
    assertWait(1, Duration.ofSeconds(10));
    assertWait(2, Duration.ofSeconds(30));
    assertWait(3, Duration.ofSeconds(90));
    assertWait(8, Duration.ofHours(6));
    assertWait(50, Duration.ofHours(6));
  }

  @Test
  void doesNotLetAllComeAtOnce() {
    var waits = random.ints(20).mapToObj(number -> schedule.next(1, NOON, NOON, random)).distinct();

    assertThat(waits.count()).isGreaterThan(10);
  }

  @Test
  void givesUpInTheEnd() {
    assertThat(schedule.next(9, NOON, NOON.plus(Duration.ofHours(20)), random)).isEmpty();
    assertThat(schedule.next(1, NOON, NOON.plus(Duration.ofHours(23)), random)).isPresent();
  }

  private void assertWait(int attempts, Duration about) {
    var wait = Duration.between(NOON, schedule.next(attempts, NOON, NOON, random).orElseThrow());

    assertThat(wait.toMillis()).isBetween(about.toMillis() * 8 / 10, about.toMillis() * 12 / 10);
  }
}
