package dev.trainyard.kit.naming;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A name of a project, dataset, template, machine or model. */
@Documented
@NotNull @Pattern(regexp = EntityName.PATTERN) @ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface EntityName {
  /** What a name looks like: no path segment that means another one. */
  String PATTERN = "(?!\\.{1,2}$)[\\p{L}\\p{M}\\p{N}._-]{1,100}";

  /** What a name must be, in words. */
  String MESSAGE =
      "must have 1 to 100 characters: letters and digits of any script, hyphen, underscore, dot";

  String message() default MESSAGE;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
