package dev.trainyard.local;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built parts lie.
 *
 * @param home the root of the project
 */
public record Installation(Path home) {

  /** The installation that the system property {@code trainyard.home} names. */
  public static Installation fromSystemProperty() {
    return new Installation(Path.of(System.getProperty("trainyard.home", ".")).normalize());
  }

  /**
   * The program of a service.
   *
   * @throws PlatformException if it is not built
   */
  Path serviceJar(String service) {
    return required(home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar"));
  }

  Path trainerJar() {
    return required(home.resolve("trainer/target/trainer/trainer.jar"));
  }

  /** The benchmarks of single services. */
  public Path benchServicesJar() {
    return required(home.resolve("bench/services/target/bench-services.jar"));
  }

  /** The benchmarks of the trainer. */
  public Path benchTrainerJar() {
    return required(home.resolve("bench/trainer/target/bench-trainer.jar"));
  }

  /** The sample dataset of the demo. */
  public Path digits() {
    return required(home.resolve("deploy/local/samples/digits.zip"));
  }

  /** What the broker's users may do. */
  public Path accessLists() {
    return required(home.resolve("deploy/kafka/access-lists"));
  }

  private static Path required(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new PlatformException(
          file + " is missing: build with ./trainyard build (or mvn -Pquick package)");
    }
    return file.toAbsolutePath();
  }
}
