package dev.trainyard.monitoring.retention;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long what happened is kept. */
@ConfigMapping(prefix = "trainyard.retention")
public interface RetentionConfig {

  /** Measurements, by the month in which they came; for ever when absent. */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      metrics();

  /** Log lines; for ever when absent. */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      logs();

  /** Whole days of the journal, all but the newest; for ever when absent. */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      journal();

  /** Deliveries to webhooks that are done or given up; for ever when absent. */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      deliveries();

  /** How busy machines were; for ever when absent. */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      machineLoad();

  /** How often is looked for what is too old. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration interval();
}
