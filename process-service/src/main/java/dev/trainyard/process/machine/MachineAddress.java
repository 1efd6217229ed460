package dev.trainyard.process.machine;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A host name or an IP address of a machine. */
@Documented
@Constraint(validatedBy = MachineAddress.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface MachineAddress {
  String message() default
      "must be a host name or an IP address: 1 to 253 Latin letters, digits, dots, hyphens,"
          + " underscores, or an IPv6 address";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Looks at the text only; whether the host exists is not asked. */
  class Validator implements ConstraintValidator<MachineAddress, String> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern PERHAPS_IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    @Override
    public boolean isValid(String value, ConstraintValidatorContext context) {
      return value != null && (NAME.matcher(value).matches() || isIpv6(value));
    }

    private static boolean isIpv6(String value) {
      if (value.length() > 45 || !PERHAPS_IPV6.matcher(value).matches()) {
        return false;
      }
      try {
        // With a colon in it this is read as a literal; no name server is asked.
        return InetAddress.getByName(value) != null;
      } catch (UnknownHostException e) {
        return false;
      }
    }
  }
}
