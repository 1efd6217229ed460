package dev.trainyard.kit.rate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for every key. It begins full, gets a token each interval, and each thing that
 * is done takes one. A bucket that is full again is forgotten, since a new one is the same; of more
 * than {@link #MOST} the one that was not asked for longest is. Thread-safe.
 */
final class TokenBuckets {
  /** A few MiB; as many clients at a time are an attack, which a limit of each cannot stop. */
  static final int MOST = 50_000;

  private final long intervalNanos;
  private final long capacityNanos;
  private final LongSupplier nanoTime;

  /** Those asked for last at the end. */
  private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param interval in which a token comes
   * @param capacity tokens of a full bucket
   * @param nanoTime a clock that nobody sets
   */
  TokenBuckets(Duration interval, int capacity, LongSupplier nanoTime) {
    this.intervalNanos = interval.toNanos();
    this.capacityNanos = intervalNanos * capacity;
    this.nanoTime = nanoTime;
  }

  /** Takes a token; returns how long until there is one, where there is none. */
  synchronized Optional<Duration> take(String key) {
    var now = nanoTime.getAsLong();
    forget(now);
    var bucket = buckets.get(key);
    var wait = waitNanos(bucket, now);
    if (wait > 0) {
      return Optional.of(Duration.ofNanos(wait));
    }
    if (bucket == null) {
      bucket = new Bucket(now);
      buckets.put(key, bucket);
    }
    bucket.fullAt = (bucket.isFull(now) ? now : bucket.fullAt) + intervalNanos;
    return Optional.empty();
  }

  /** How long until there is a token, where there is none; takes none. */
  synchronized Optional<Duration> look(String key) {
    var wait = waitNanos(buckets.get(key), nanoTime.getAsLong());
    return wait > 0 ? Optional.of(Duration.ofNanos(wait)) : Optional.empty();
  }

  synchronized int size() {
    return buckets.size();
  }

  private long waitNanos(Bucket bucket, long now) {
    return bucket == null || bucket.isFull(now)
        ? 0
        : bucket.fullAt + intervalNanos - now - capacityNanos;
  }

  private void forget(long now) {
    var oldest = buckets.values().iterator();
    while (oldest.hasNext() && (oldest.next().isFull(now) || buckets.size() >= MOST)) {
      oldest.remove();
    }
  }

  /** One is full at a time that every token taken moves on. */
  private static final class Bucket {
    private long fullAt;

    Bucket(long fullAt) {
      this.fullAt = fullAt;
    }

    /** Compared as the clock demands, whose numbers may begin anywhere. */
    boolean isFull(long now) {
      return fullAt - now <= 0;
    }
  }
}
