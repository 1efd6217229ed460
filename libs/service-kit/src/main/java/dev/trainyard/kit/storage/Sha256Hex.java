package dev.trainyard.kit.storage;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The SHA-256 of a file, lower-case hex; null is one. */
@Documented
@Pattern(regexp = "[0-9a-f]{64}") @ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Sha256Hex {
  String message() default "must be a SHA-256 of 64 lower-case hexadecimal digits";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
