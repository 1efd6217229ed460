package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineLimiterTest {
  private final AtomicLong now = new AtomicLong(-7);
  private final LineLimiter limiter = limiter(Duration.ZERO);

  @Test
  void letsABurstPassAndNoMore() {
    assertThat(admitted(5_000)).isEqualTo(1_000);
    assertThat(limiter.isOpen()).isFalse();
  }

  @Test
  void letsEverythingPassThatKeepsToTheRate() {
    for (var second = 0; second < 600; second++) {
      assertThat(admitted(100)).isEqualTo(100);
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void leavesOutInLongPieces() {
    admitted(5_000);
    pass(Duration.ofMillis(999));
    assertThat(limiter.isOpen()).isFalse();
    assertThat(admitted(50)).isZero();
    pass(Duration.ofMillis(1));
    assertThat(limiter.isOpen()).isTrue();
    assertThat(admitted(5_000)).isEqualTo(100);
  }

  @Test
  void sendsNoMoreThanTheRateOfAFloodThatDoesNotEnd() {
    var sent = 0;
    for (var tenth = 0; tenth < 600; tenth++) {
      sent += admitted(1_000);
      pass(Duration.ofMillis(100));
    }
    assertThat(sent).isBetween(1_000 + 58 * 100, 1_000 + 60 * 100);
  }

  @Test
  void savesNoMoreThanABurstWhileItIsQuiet() {
    admitted(5_000);
    pass(Duration.ofHours(3));
    assertThat(admitted(5_000)).isEqualTo(1_000);
  }

  @Test
  void countsTheTimeThatTheAgentWasAway() {
    var afterAMinute = limiter(Duration.ofMinutes(1));
    assertThat(admitted(afterAMinute, 100_000)).isEqualTo(1_000 + 6_000);
    var afterAWeek = limiter(Duration.ofDays(7));
    assertThat(admitted(afterAWeek, 1_000_000)).isEqualTo(1_000 + 360_000);
    var afterTheClockWasSet = limiter(Duration.ofMinutes(-5));
    assertThat(admitted(afterTheClockWasSet, 5_000)).isEqualTo(1_000);
  }

  @Test
  void keepsWhatItBeganWithWhileTimePasses() {
    var afterAMinute = limiter(Duration.ofMinutes(1));
    pass(Duration.ofSeconds(5));
    assertThat(admitted(afterAMinute, 100_000)).isEqualTo(1_000 + 6_000);
  }

  private LineLimiter limiter(Duration away) {
    return new LineLimiter(100, away, now::get);
  }

  private int admitted(int lines) {
    return admitted(limiter, lines);
  }

  private static int admitted(LineLimiter limiter, int lines) {
    return (int) IntStream.range(0, lines).filter(line -> limiter.admits()).count();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
