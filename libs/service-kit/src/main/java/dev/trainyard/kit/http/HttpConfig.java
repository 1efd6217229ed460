package dev.trainyard.kit.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** What the service expects of those who send it requests. */
@ConfigMapping(prefix = "trainyard.http")
public interface HttpConfig {
  /** What is told of a time that is refused. */
  String TIMEOUT = "is ${validatedValue}, but must be 1 ms or longer";

  /** The largest body of a request that is no upload, which has limits of its own. */
  MemorySize maxBodySize();

  /**
   * All bodies of requests that are no uploads and not answered yet; what would be more is told to
   * come again (503). An eighth of the heap when absent.
   */
  Optional<MemorySize> maxBodiesSize();

  /** How long the body of a request that is no upload may take to arrive. */
  @DurationMin(millis = 1, message = TIMEOUT)
  Duration bodyTimeout();

  /** How long an upload may take for the next {@link #minUploadProgress()}. */
  @DurationMin(millis = 1, message = TIMEOUT)
  Duration uploadTimeout();

  /** An upload of which less arrives in {@link #uploadTimeout()} is given up. */
  MemorySize minUploadProgress();
}
