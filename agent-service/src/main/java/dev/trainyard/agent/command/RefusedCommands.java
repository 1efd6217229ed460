package dev.trainyard.agent.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

  /** Made at the start, so that its counter is zero before the first, and not unknown. */
  void onStart(@Observes StartupEvent event) {
    LOG.debug("Refused commands are counted");
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
