package dev.trainyard.backends.container;

import dev.trainyard.backends.BackendException;
import dev.trainyard.backends.BackendKind;
import dev.trainyard.backends.SharedServers;
import org.testcontainers.DockerClientFactory;

/**
 * Servers in containers, one of each kind for the tests of a JVM, which are removed with it.
 * Thread-safe.
 */
public final class ContainerServers implements SharedServers {

  @Override
  public String name() {
    return "containers";
  }

  /** Testcontainers looks for its parts where the thread's class loader says: not in Quarkus's. */
  @Override
  public SharedServer start(BackendKind kind) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(ContainerServers.class.getClassLoader());
    try {
      return startHere(kind);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static SharedServer startHere(BackendKind kind) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new BackendException(
          "No Docker answers, nor podman: start one, and where it does not listen at /var/run/docker.sock, say in"
              + " DOCKER_HOST where. Without -Pcontainers the tests need neither");
    }
    var image = ContainerImage.of(kind);
    try {
      return switch (kind) {
        case POSTGRES -> new ContainerPostgres(image.image());
        case KAFKA -> new ContainerKafka(image.image());
        case S3 -> new ContainerMinio(image.image());
      };
    } catch (RuntimeException e) {
      throw new BackendException(
          "The image %s did not start (%s chooses another): %s"
              .formatted(image.image(), image.property(), reason(e)),
          e);
    }
  }

  private static String reason(Throwable failure) {
    var innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.getMessage();
  }
}
