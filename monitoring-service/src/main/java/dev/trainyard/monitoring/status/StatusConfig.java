package dev.trainyard.monitoring.status;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the parts of the platform are looked at. */
@ConfigMapping(prefix = "trainyard.status")
interface StatusConfig {

  /** How often each is asked. */
  @DurationMin(millis = 100, message = "is ${validatedValue}, but must be 100 ms or more")
  Duration interval();

  /** A part that has not answered by then does not work. */
  @DurationMin(millis = 10, message = "is ${validatedValue}, but must be 10 ms or more")
  Duration timeout();
}
