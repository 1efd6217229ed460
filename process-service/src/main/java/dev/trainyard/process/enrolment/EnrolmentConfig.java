package dev.trainyard.process.enrolment;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How agents become known. */
@ConfigMapping(prefix = "trainyard.enrolment")
interface EnrolmentConfig {
  /** What is told of a lifetime that is refused. */
  String TOKEN_LIFETIME = "is ${validatedValue}, but must be 1 to 60 minutes";

  /** How long a code can be used. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration codeLifetime();

  /** How long an agent's token is good, also after its machine was switched off. */
  @DurationMin(minutes = 1, message = TOKEN_LIFETIME)
  @DurationMax(minutes = 60, message = TOKEN_LIFETIME)
  Duration tokenLifetime();
}
