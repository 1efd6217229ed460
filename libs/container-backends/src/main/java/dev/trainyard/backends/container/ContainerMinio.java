package dev.trainyard.backends.container;

import dev.trainyard.backends.SharedServers.SharedServer;
import java.util.Map;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;

/** MinIO as the S3 server. */
final class ContainerMinio implements SharedServer {
  private static final String ACCESS_KEY = "trainyard";
  private static final String SECRET_KEY = "trainyard-secret";

  private final MinIOContainer container;

  ContainerMinio(DockerImageName image) {
    container = new MinIOContainer(image).withUserName(ACCESS_KEY).withPassword(SECRET_KEY);
    container.start();
  }

  @Override
  public Map<String, String> configuration(String database) {
    return Map.of(
        "trainyard.storage.endpoint", container.getS3URL(),
        "trainyard.storage.access-key", ACCESS_KEY,
        "trainyard.storage.secret-key", SECRET_KEY);
  }

  @Override
  public void close() {
    container.stop();
  }
}
