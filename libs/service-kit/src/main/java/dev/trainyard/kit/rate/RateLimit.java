package dev.trainyard.kit.rate;

import dev.trainyard.kit.problem.TooManyRequestsException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What one client of a kind may do, with a metric that counts what is refused, and a line of the
 * log for each client and minute: a line for each request would be an attack of its own.
 * Thread-safe.
 */
final class RateLimit {
  private static final Logger LOG = Logger.getLogger(RateLimit.class);

  private final String kind;
  private final String detail;
  private final TokenBuckets buckets;
  private final TokenBuckets lines;
  private final Counter refused;

  /**
   * @param kind what the limit goes by: {@code address}
   * @param detail what is told a client that is refused
   * @param interval in which it may do it once, for as long as it may last
   * @param burst how often at once
   * @param nanoTime a clock that nobody sets
   */
  RateLimit(
      String kind,
      String detail,
      Duration interval,
      int burst,
      LongSupplier nanoTime,
      MeterRegistry metrics) {
    this.kind = kind;
    this.detail = detail;
    this.buckets = new TokenBuckets(interval, burst, nanoTime);
    this.lines = new TokenBuckets(Duration.ofMinutes(1), 1, nanoTime);
    this.refused =
        Counter.builder("trainyard.http.refused")
            .description("Requests that were refused since their client makes too many")
            .tag("by", kind)
            .register(metrics);
  }

  /** Counts what a client does; returns the refusal where it is too much. */
  Optional<TooManyRequestsException> take(String client) {
    return buckets.take(client).map(wait -> refuse(client, wait));
  }

  /** The refusal of a client that has done too much already; counts nothing. */
  Optional<TooManyRequestsException> look(String client) {
    return buckets.look(client).map(wait -> refuse(client, wait));
  }

  /** Counts what a client does, without a judgement. */
  void count(String client) {
    buckets.take(client);
  }

  private TooManyRequestsException refuse(String client, Duration wait) {
    refused.increment();
    if (lines.take(client).isEmpty()) {
      LOG.warnf("Too many requests, refused by=%s client=%s", kind, printable(client));
    }
    return new TooManyRequestsException(detail, wait);
  }

  private static String printable(String client) {
    return client.replaceAll("\\p{Cntrl}", "?");
  }
}
