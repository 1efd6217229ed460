package dev.trainyard.process.machine;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When a machine counts as away. */
@ConfigMapping(prefix = "trainyard.machine")
interface MachineConfig {
  /** What is told of an interval that is refused: after a longer one nothing counts as heard. */
  String CHECK_INTERVAL =
      "is ${validatedValue}, but must be longer than zero and at most 10 seconds";

  /** Without a heartbeat for so long a machine is unavailable. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration unavailableAfter();

  /** How often machines are looked at: heard, silent, away for too long, drained. */
  @DurationMin(nanos = 1, message = CHECK_INTERVAL)
  @DurationMax(seconds = 10, message = CHECK_INTERVAL)
  Duration checkInterval();

  /** A machine that stays unavailable for so long is disabled; never when absent. */
  Optional<
          @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
          Duration>
      autoDisableUnavailablePeriod();
}
