package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkLockTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path work;
  private final StopSignal stop = new StopSignal();

  @Test
  void waitsForATrainerThatIsDying() throws Exception {
    var dying = WorkLock.acquire(work, Duration.ZERO, stop);
    var next = later(() -> WorkLock.acquire(work, LONG, stop));
    assertThatThrownBy(() -> next.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    dying.close();
    next.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
  }

  @Test
  void refusesWhereAnotherTrainerStays() throws Exception {
    var other = WorkLock.acquire(work, Duration.ZERO, stop);
    try (other) {
      assertThatThrownBy(() -> WorkLock.acquire(work, Duration.ofMillis(200), stop))
          .isInstanceOf(TrainingFailure.class)
          .hasMessageContaining("another trainer works in");
    }
  }

  @Test
  void stopsWhileItWaits() throws Exception {
    var other = WorkLock.acquire(work, Duration.ZERO, stop);
    try (other) {
      var next = later(() -> WorkLock.acquire(work, LONG, stop));
      stop.request();
      assertThat(next)
          .failsWithin(LONG)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(StopSignal.StopRequested.class);
    }
  }

  private static Future<WorkLock> later(Callable<WorkLock> work) {
    var thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(work);
    } finally {
      thread.shutdown();
    }
  }
}
