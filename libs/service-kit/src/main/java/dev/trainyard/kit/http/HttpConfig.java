package dev.trainyard.kit.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;

/** What the service expects of those who send it requests. */
@ConfigMapping(prefix = "trainyard.http")
public interface HttpConfig {

  /** The largest body of a request that is no upload. */
  MemorySize maxBodySize();

  /** How long such a body may take to arrive. */
  Duration bodyTimeout();

  /** How long an upload may take for the next {@link #minUploadProgress()}. */
  Duration uploadTimeout();

  /** An upload of which less arrives in {@link #uploadTimeout()} is given up. */
  MemorySize minUploadProgress();

  @AssertTrue(message = "max-body-size must be 1 byte or more") default boolean isSizeAboveZero() {
    return maxBodySize().asLongValue() > 0;
  }

  @AssertTrue(message = "body-timeout and upload-timeout must be 1 ms or longer") default boolean isTimeoutAboveZero() {
    return bodyTimeout().toMillis() > 0 && uploadTimeout().toMillis() > 0;
  }
}
