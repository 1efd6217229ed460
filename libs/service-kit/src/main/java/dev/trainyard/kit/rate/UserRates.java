package dev.trainyard.kit.rate;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Holds each user to a number of requests. Thread-safe. */
@ApplicationScoped
public class UserRates {
  /** Longer names are kept as what they amount to, so that they do not fill the memory. */
  private static final int LONGEST_NAME = 100;

  private final boolean enabled;
  private final RateLimit requests;

  UserRates(RateConfig config, MeterRegistry metrics) {
    this.enabled = config.enabled();
    this.requests =
        new RateLimit(
            "user",
            "There are too many requests of this user. Try again later.",
            Duration.ofSeconds(1).dividedBy(config.user().perSecond()),
            config.user().burst(),
            System::nanoTime,
            metrics);
  }

  /**
   * Counts a request.
   *
   * @param user who it is, beyond doubt
   * @throws dev.trainyard.kit.problem.TooManyRequestsException if that is one too many
   */
  public void count(String user) {
    if (enabled) {
      requests
          .take(user.length() > LONGEST_NAME ? digest(user) : user)
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
  }

  private static String digest(String name) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
