package dev.trainyard.template.dataset;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How large a dataset may be and where it is kept. */
@ConfigMapping(prefix = "trainyard.datasets")
public interface DatasetConfig {

  /** The storage bucket. */
  String bucket();

  /** Where archives are held while they are checked; wants room for the largest uploads. */
  Path workDirectory();

  /** The archive as it is sent. */
  MemorySize maxArchiveSize();

  /** All files of the archive, unpacked. */
  MemorySize maxUncompressedSize();

  /** Unpacked size over packed size. */
  int maxCompressionRatio();

  /** Files and folders in the archive. */
  int maxEntries();

  /** One image file, unpacked. */
  MemorySize maxImageSize();

  /** Width × height of one image. */
  long maxImagePixels();

  /** A class with fewer images to learn from is worth a warning. */
  @Min(value = 1, message = "is ${validatedValue}, but must be at least 1") int fewImages();

  /** Threads that decode images, shared by all uploads; 0 takes one for each processor. */
  int checkerThreads();

  /** Uploads that this service receives at a time; each holds its archive on the disk. */
  @Min(value = 1, message = "is ${validatedValue}, but must be at least 1") int maxUploads();

  /** Archives that this service checks at a time; each holds its archive on the disk. */
  @Min(value = 1, message = "is ${validatedValue}, but must be at least 1") int maxChecks();

  /** How long a check without a sign of life counts; then another replica begins anew. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration checkLease();

  /** How often checks give a sign of life, and waiting ones are looked for. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration checkInterval();

  /** How long rejected datasets can be read. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration rejectedKept();

  /** Size of the parts in which clients send archives to the storage; at least 5 MiB. */
  MemorySize partSize();

  /** How long an upload may take before it is taken for abandoned. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration uploadTimeout();

  /** How long after an image the next one is waited for, where they come one by one. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration imagesTimeout();

  /** How often objects without a dataset are looked for. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration cleanupInterval();
}
