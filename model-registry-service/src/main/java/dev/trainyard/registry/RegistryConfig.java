package dev.trainyard.registry;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the registry keeps archives. */
@ConfigMapping(prefix = "trainyard.registry")
public interface RegistryConfig {

  /** How long after the last request for an upload address a model that never came is given up. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration abandonedAfter();

  /** How often abandoned uploads and objects nobody needs are looked for. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration cleanupInterval();

  /** The largest archive that is taken. */
  MemorySize maxArchiveSize();

  /** Where archives are held while they are checked. */
  Path workDirectory();
}
