package dev.trainyard.kit.integrity;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How often a service looks whether its database and its files agree. */
@ConfigMapping(prefix = "trainyard.integrity")
public interface IntegrityConfig {
  /** What is told of a time that is refused. */
  String LONGER_THAN_ZERO = "is ${validatedValue}, but must be longer than zero";

  /** Read at build time: on in a service that owns files. */
  boolean enabled();

  /**
   * How long storing a file may take before its object is taken for left by a service that died.
   */
  @DurationMin(nanos = 1, message = LONGER_THAN_ZERO)
  Duration storingTimeout();

  /** How often files without row and rows without file are looked for. */
  @DurationMin(nanos = 1, message = LONGER_THAN_ZERO)
  Duration reconcileInterval();

  /** How old an object that belongs to nobody must be before it is removed. */
  @DurationMin(nanos = 0, message = "is ${validatedValue}, but must be zero or longer")
  Duration orphanAge();

  /** How often files are looked for that are due to be read again. */
  @DurationMin(nanos = 1, message = LONGER_THAN_ZERO)
  Duration verifyInterval();

  /** How long after it was last read a file is read again, whole. */
  @DurationMin(nanos = 1, message = LONGER_THAN_ZERO)
  Duration verifyAfter();
}
