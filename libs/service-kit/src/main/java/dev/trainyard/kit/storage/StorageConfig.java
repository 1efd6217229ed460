package dev.trainyard.kit.storage;

import dev.trainyard.kit.download.Via;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where large files are kept: any S3 server. */
@ConfigMapping(prefix = "trainyard.storage")
public interface StorageConfig {
  /** What is told of an expiry that is refused; S3 allows no more. */
  String PRESIGN_EXPIRY = "is ${validatedValue}, but must be 1 second to 7 days";

  /** Read at build time: on in a service that keeps files. */
  boolean enabled();

  /** The S3 server as this service reaches it, such as {@code http://s3:9000}. */
  Optional<String> endpoint();

  /** The server as users and target machines reach it; the same when absent. */
  Optional<String> publicEndpoint();

  /** The name of the key with which the service comes to the server. */
  Optional<String> accessKey();

  /** The secret of that key. */
  Optional<String> secretKey();

  /** The server's region; needed with a public endpoint, asked of the server otherwise. */
  Optional<String> region();

  /** How long a presigned URL can be used. */
  @DurationMin(seconds = 1, message = PRESIGN_EXPIRY)
  @DurationMax(days = 7, message = PRESIGN_EXPIRY)
  Duration presignExpiry();

  /**
   * How files go from and to clients that do not say {@code via}: {@code storage}, straight from
   * and to the S3 server; {@code service}, through the service, for clients and machines that
   * cannot reach the S3 server.
   */
  Via transfersVia();
}
