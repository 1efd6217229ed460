package dev.trainyard.backends.container;

import dev.trainyard.backends.BackendKind;
import org.testcontainers.utility.DockerImageName;

/**
 * Which image a server runs from: of the version that is tested, or what a system property says.
 */
enum ContainerImage {
  POSTGRESQL("trainyard.test.image.postgresql", "postgres:17.6", "postgres"),
  KAFKA("trainyard.test.image.kafka", "apache/kafka:4.1.1", "apache/kafka"),
  MINIO("trainyard.test.image.minio", "minio/minio:RELEASE.2025-09-07T16-13-09Z", "minio/minio");

  private final String property;
  private final String tested;
  private final String repository;

  ContainerImage(String property, String tested, String repository) {
    this.property = property;
    this.tested = tested;
    this.repository = repository;
  }

  static ContainerImage of(BackendKind kind) {
    return switch (kind) {
      case POSTGRES -> POSTGRESQL;
      case KAFKA -> KAFKA;
      case S3 -> MINIO;
    };
  }

  /** Another image is believed to be started as the one that it stands for. */
  DockerImageName image() {
    var chosen = System.getProperty(property, "");
    return DockerImageName.parse(chosen.isBlank() ? tested : chosen)
        .asCompatibleSubstituteFor(repository);
  }

  /** The system property that chooses another. */
  String property() {
    return property;
  }
}
