package dev.trainyard.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.Logged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final String LINE = "Too many requests, refused";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private long now;
  private final RateLimit limit =
      new RateLimit("user", "Too many.", Duration.ofMillis(1_500), 2, () -> now, metrics);

  @Test
  void saysWhenToComeAgainInWholeSeconds() {
    limit.take("alice");
    limit.take("alice");

    var refusal = limit.take("alice").orElseThrow();
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.headers()).containsEntry("Retry-After", "2");
    pass(Duration.ofSeconds(1));
    assertThat(limit.look("alice").orElseThrow().headers()).containsEntry("Retry-After", "1");
    pass(Duration.ofMillis(500));
    assertThat(limit.take("alice")).isEmpty();
  }

  @Test
  void countsEveryRefusalAndLogsEachClientOnceAMinute() {
    try (var logged = new Logged()) {
      for (var client : new String[] {"alice", "bob"}) {
        for (var number = 0; number < 12; number++) {
          limit.take(client);
        }
      }
      assertThat(logged.count(LINE)).isEqualTo(2);
      assertThat(metrics.counter("trainyard.http.refused", "by", "user").count()).isEqualTo(20);

      pass(Duration.ofMinutes(1));
      for (var number = 0; number < 4; number++) {
        limit.take("alice");
      }
      assertThat(logged.count(LINE)).isEqualTo(3);
    }
  }

  @Test
  void logsNothingThatLooksLikeALineOfItsOwn() {
    try (var logged = new Logged()) {
      for (var number = 0; number < 3; number++) {
        limit.take("mallory\n12:00 INFO all is well");
      }
      assertThat(logged.count("\n")).isZero();
      assertThat(logged.count(LINE)).isEqualTo(1);
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
