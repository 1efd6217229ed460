package dev.trainyard.process.machine;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** When a machine counts as away. */
@ConfigMapping(prefix = "trainyard.machine")
interface MachineConfig {

  /** Without a heartbeat for so long a machine is unavailable. */
  Duration unavailableAfter();

  /** How often that is looked at. */
  Duration checkInterval();

  /** A machine that stays unavailable for so long is disabled; never when absent. */
  Optional<Duration> autoDisableUnavailablePeriod();
}
