package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final MovableClock clock = new MovableClock(NOON);
  // It does not look itself; what it would find out is told it here.
  private final Listening listening = new Listening(null, null, clock);

  @Test
  void silenceFromBeforeTheStartCountsForNothing() {
    lookFor(30, true);
    assertThat(listening.hasListenedSince(NOON.plusSeconds(10))).isTrue();
    assertThat(listening.hasListenedSince(NOON.minusSeconds(1))).isFalse();
  }

  @Test
  void silenceDuringAnOutageCountsForNothing() {
    lookFor(30, true);
    lookFor(600, false);
    assertThat(listening.hasListenedSince(clock.instant().minusSeconds(20))).isFalse();
    lookFor(20, true);
    assertThat(listening.hasListenedSince(clock.instant().minusSeconds(20))).isFalse();
    lookFor(4, true);
    assertThat(listening.hasListenedSince(clock.instant().minusSeconds(20))).isTrue();
  }

  @Test
  void silenceWhileTheServiceStoodStillCountsForNothing() {
    lookFor(60, true);
    clock.advance(Duration.ofSeconds(600));
    assertThat(listening.hasListenedSince(clock.instant().minusSeconds(20))).isFalse();
    lookFor(20, true);
    assertThat(listening.hasListenedSince(clock.instant().minusSeconds(20))).isFalse();
    lookFor(4, true);
    assertThat(listening.hasListenedSince(clock.instant().minusSeconds(20))).isTrue();
  }

  private void lookFor(long seconds, boolean hears) {
    for (var passed = 0; passed < seconds; passed += 2) {
      clock.advance(Duration.ofSeconds(2));
      listening.note(hears, clock.instant());
    }
  }
}
