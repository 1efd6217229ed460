package dev.trainyard.kit.rate;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How many requests one client may make. */
@ConfigMapping(prefix = "trainyard.http.rate")
public interface RateConfig {
  /** What is told of a number that is refused. */
  String NUMBER = "is ${validatedValue}, but must be 1 to 1,000,000";

  /** Whether anything of this is limited. */
  boolean enabled();

  /** Of one address, whoever is there; of an IPv6 address its network of 64 bits. */
  Limit address();

  /** Of one user, wherever that is; those whom nobody knows have their address's limit. */
  Limit user();

  /** Answers 401 to tokens of one address a minute; then the address's tokens are not looked at. */
  @Min(value = 1, message = NUMBER) @Max(value = 1_000_000, message = NUMBER) int refusedTokensPerMinute();

  /** Of many requests in a short time. */
  interface Limit {
    /** What is served for as long as it may last. */
    @Min(value = 1, message = NUMBER) @Max(value = 1_000_000, message = NUMBER) int perSecond();

    /** What is served at once after a while of rest. */
    @Min(value = 1, message = NUMBER) @Max(value = 1_000_000, message = NUMBER) int burst();
  }
}
