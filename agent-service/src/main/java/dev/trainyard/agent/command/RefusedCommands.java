package dev.trainyard.agent.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Counts commands that were not obeyed, and tells of them, of a flood only from time to time. */
@ApplicationScoped
class RefusedCommands {
  private static final Logger LOG = Logger.getLogger(RefusedCommands.class);
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(5);

  private final Counter counter;
  private final Clock clock;
  private Instant toldAt = Instant.MIN;

  RefusedCommands(MeterRegistry meters, Clock clock) {
    this.counter = meters.counter("trainyard.commands.refused");
    this.clock = clock;
  }

  void add(long offset, String reason) {
    counter.increment();
    var now = clock.instant();
    if (toldAt.isAfter(now) || toldAt.plus(TOLD_AGAIN).isBefore(now)) {
      toldAt = now;
      LOG.warnf(
          "Command refused offset=%d reason=%s refused=%.0f", offset, reason, counter.count());
    }
  }
}
