package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private final AtomicLong now = new AtomicLong(-3);
  private final SilenceWatch watch = new SilenceWatch(now::get);

  @Test
  void countsWhileNothingIsFound() {
    assertThat(lookAfter(2, false)).hasSeconds(2);
    assertThat(lookAfter(4, false)).hasSeconds(6);
    assertThat(lookAfter(4, true)).isZero();
    assertThat(lookAfter(3, false)).hasSeconds(3);
  }

  @Test
  void doesNotCountTheListenersAbsence() {
    lookAfter(1, false);
    assertThat(lookAfter(TimeUnit.HOURS.toSeconds(9), false)).hasSeconds(6);
  }

  private Duration lookAfter(long seconds, boolean foundSomething) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    return watch.looked(foundSomething);
  }
}
