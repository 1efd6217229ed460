package dev.trainyard.kit.outbox;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How events leave the database. */
@ConfigMapping(prefix = "trainyard.outbox")
public interface OutboxConfig {
  /** What is told of a batch size that is refused. */
  String BATCH_SIZE = "is ${validatedValue}, but must be 1 to 10,000";

  /** Read at build time: off in a service without a database. */
  boolean enabled();

  /** How long to wait for a wake-up before looking anyway. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration pollInterval();

  /** Events read at a time. */
  @Min(value = 1, message = BATCH_SIZE) @Max(value = 10_000, message = BATCH_SIZE) int batchSize();

  /** Events that can never be sent are deleted after so long; never when absent. */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      rejectedRetention();
}
