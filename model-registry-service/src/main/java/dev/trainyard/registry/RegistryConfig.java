package dev.trainyard.registry;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /** The largest model, also of an import. */
  MemorySize maxArchiveSize();

  /** Size of the parts in which archives are uploaded; the storage takes none below 5 MiB. */
  MemorySize partSize();

  /** How many models a replica exports at a time, each with its archive on the disk. */
  @Min(value = 1, message = "is ${validatedValue}, but must be at least 1") int exportsAtOnce();

  /** Where archives are held while they are checked. */
  Path workDirectory();

  /** Base models that users bring and take away. */
  BaseModels baseModels();

  /** Base models that users bring and take away. */
  interface BaseModels {

    /** The largest upload that is taken, and the largest {@code .pth} within. */
    MemorySize maxUploadSize();

    /** How many uploads are checked and stored at a time; the others wait. */
    @Min(value = 1, message = "is ${validatedValue}, but must be at least 1") int checksAtOnce();

    /**
     * How long a base model that is to go is out of sight before its users are looked for: whoever
     * looked it up just before has stored its use by then.
     */
    @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
    Duration withdrawalPause();

    /** After how long a withdrawal was left by a service that died. */
    @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
    Duration withdrawalTimeout();
  }

  /** Trying a model on an image. */
  Prediction prediction();

  /** Trying a model on an image, in a worker process of the trainer. */
  interface Prediction {

    /**
     * The trainer's jar, of the same release; without it, and without a command, no model is tried.
     */
    Optional<Path> trainerJar();

    /** The whole trainer command, to which {@code predict} and its options are added. */
    Optional<List<String>> trainerCommand();

    /** Options of the Java that runs the trainer's jar. */
    List<String> trainerJavaOptions();

    /** The user that workers run as, and nothing else on the machine does; else the registry's. */
    Optional<String> user();

    /** The largest image that is taken. */
    MemorySize maxImageSize();

    /** How many workers there are at a time; whoever comes then is told to come again. */
    @Min(value = 1, message = "is ${validatedValue}, but must be at least 1") int atOnce();

    /** After how long a worker is killed. */
    @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
    Duration timeout();

    /** How much memory a worker may take, where the system can limit that. */
    MemorySize memoryLimit();

    /** How much of the disk is for archives of models that were tried. */
    MemorySize cacheSize();
  }
}
