package dev.trainyard.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private static final int ADDRESSES = 1_000_000;

  /** Soon over the largest number, as such a clock may be. */
  private long now = Long.MAX_VALUE - 100;

  private final TokenBuckets buckets = new TokenBuckets(Duration.ofMillis(10), 5, () -> now);

  @Test
  void servesABurstAndThenWhatComesBackWithTime() {
    for (var number = 0; number < 5; number++) {
      assertThat(buckets.take("one")).isEmpty();
    }
    assertThat(buckets.take("one")).contains(Duration.ofMillis(10));

    pass(Duration.ofMillis(9));
    assertThat(buckets.take("one")).contains(Duration.ofMillis(1));
    pass(Duration.ofMillis(1));
    assertThat(buckets.take("one")).isEmpty();
    assertThat(buckets.take("one")).contains(Duration.ofMillis(10));
  }

  @Test
  void keepsKeysApart() {
    exhaust("one");

    assertThat(buckets.take("one")).isPresent();
    assertThat(buckets.take("other")).isEmpty();
  }

  @Test
  void holdsNoMoreThanABurstAfterALongRest() {
    exhaust("one");

    pass(Duration.ofDays(1));
    exhaust("one");
    assertThat(buckets.take("one")).isPresent();
  }

  @Test
  void looksWithoutTaking() {
    for (var number = 0; number < 10; number++) {
      assertThat(buckets.look("one")).isEmpty();
    }

    exhaust("one");
    assertThat(buckets.look("one")).contains(Duration.ofMillis(10));
  }

  @Test
  void forgetsThoseWhoseBucketIsFullAgain() {
    for (var number = 0; number < 1_000; number++) {
      buckets.take("address " + number);
    }
    assertThat(buckets.size()).isEqualTo(1_000);

    pass(Duration.ofMillis(10));
    buckets.take("one");
    assertThat(buckets.size()).isEqualTo(1);
  }

  @Test
  void remembersABoundedNumberAndAmongThemWhoGoesOn() {
    exhaust("one who goes on");

    for (var number = 0; number < ADDRESSES; number++) {
      buckets.take("address " + number);
      if (number % 1_000 == 0) {
        assertThat(buckets.take("one who goes on")).isPresent();
        assertThat(buckets.size()).isLessThanOrEqualTo(TokenBuckets.MOST);
      }
    }

    assertThat(buckets.size()).isEqualTo(TokenBuckets.MOST);
  }

  private void exhaust(String key) {
    for (var number = 0; number < 5; number++) {
      assertThat(buckets.take(key)).isEmpty();
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
