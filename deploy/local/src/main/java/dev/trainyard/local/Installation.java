package dev.trainyard.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the built parts lie.
 *
 * @param home the root of the project
 * @param images the services' images, where they are to run in containers
 */
public record Installation(Path home, Optional<Images> images) {

  /** The built parts alone. */
  public Installation(Path home) {
    this(home, Optional.empty());
  }

  /** The installation that the system property {@code trainyard.home} names. */
  public static Installation fromSystemProperty() {
    return new Installation(
        Path.of(System.getProperty("trainyard.home", ".")).normalize(),
        Images.fromSystemProperty());
  }

  /**
   * The program of a service.
   *
   * @param data the platform's data
   * @throws PlatformException if it is not built
   */
  Program program(String service, List<String> jvmOptions, Path data) {
    if (images.isPresent()) {
      return images.get().program(service, jvmOptions, data);
    }
    var jar = home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    return Program.jar(required(jar), jvmOptions);
  }

  /** The trainer, as services see it. */
  Path trainerJar() {
    return images.isPresent()
        ? Images.TRAINER_JAR
        : required(home.resolve("trainer/target/trainer/trainer.jar"));
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
