package dev.trainyard.monitoring.webhook;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/** How others are told of events. */
@ConfigMapping(prefix = "trainyard.webhooks")
interface WebhookConfig {

  /**
   * Hosts that events may be posted to, each {@code host} or {@code host:port}; none when absent.
   */
  Optional<Set<String>> allowedHosts();

  /** A receiver that has not answered by then is tried again later. */
  @DurationMin(millis = 100, message = "is ${validatedValue}, but must be 100 ms or more")
  Duration timeout();

  /** How often is looked for events to post. */
  @DurationMin(millis = 10, message = "is ${validatedValue}, but must be 10 ms or more")
  Duration interval();

  /**
   * A delivery that failed is tried again so much later; then each time about three times later.
   */
  @DurationMin(millis = 10, message = "is ${validatedValue}, but must be 10 ms or more")
  Duration firstRetry();

  /** After so long a delivery is not tried any more. */
  @DurationMin(millis = 10, message = "is ${validatedValue}, but must be 10 ms or more")
  Duration giveUpAfter();
}
