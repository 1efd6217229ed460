package dev.trainyard.registry.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trainyard.kit.problem.ProblemException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.testing.Passage;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.exchange.RealModel;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real trainer. */
class TrainerWorkerIT {
  private static final Path JAR = Path.of("../trainer/target/trainer/trainer.jar");

  /** A number that no user has. */
  private static final String USER = "64323";

  @TempDir static Path folder;
  private static Path model;
  private static Path image;

  @BeforeAll
  static void make() throws IOException {
    assertThat(JAR)
        .as("build the trainer first: mvn -Pquick package -pl trainer -am")
        .isRegularFile();
    model = new RealModel(folder).archive();
    image = folder.resolve("image");
    ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
  }

  @Test
  void predictsWithinItsLimits() throws IOException {
    var own = Files.createDirectory(folder.resolve("own"));

    var scores = worker("1G").predict(model, image, own, 5);

    assertThat(scores)
        .extracting(PredictionView.Score::name)
        .containsExactlyInAnyOrder("contract", "письмо");
    assertThat(scores.stream().mapToDouble(PredictionView.Score::score).sum())
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void refusesAnImageThatIsNone() throws IOException {
    var own = Files.createDirectory(folder.resolve("refusing"));
    var text = Files.writeString(folder.resolve("text"), "no image");

    assertThatThrownBy(() -> worker("1G").predict(model, text, own, 5))
        .isInstanceOf(UnprocessableException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void endsWhenItGrowsBeyondTheLimitOfMemory() throws IOException {
    // The largest that is decoded as a whole: it takes more than 1.5 GB.
    var large = folder.resolve("large.png");
    PlainPng.write(large, 16_000);

    assertThatThrownBy(
            () ->
                worker("1G")
                    .predict(model, large, Files.createDirectory(folder.resolve("small")), 5))
        .isInstanceOf(ProblemException.class);
    assertThat(
            worker("3G").predict(model, large, Files.createDirectory(folder.resolve("enough")), 5))
        .hasSize(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void predictsAsAUserOfItsOwnThatReadsNothingElse() throws IOException {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root can do that");
    assumeTrue(Passage.isOpenTo(JAR), "other users do not get to the checkout");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    var other = Files.createDirectories(folder.resolve("work/upload-of-another"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(other.resolve("received"), "of another");
    var spy =
        "cat %s 2>/dev/null; printf '{\"error\":\"user %%s sees %%s in %%s\"}' $(id -u) $(ls %s | wc -l) $(env | grep -c SECRET)"
            .formatted(other.resolve("received"), other);

    var worker = worker("3G", Map.of("user", USER));
    worker.register(new StartupEvent());

    assertThat(worker.predict(model, image, folderOf("user"), 5)).hasSize(2);
    assertThatThrownBy(
            () ->
                worker("1G", Map.of("user", USER, "trainer-command", "sh,-c," + spy))
                    .predict(model, image, folderOf("spy"), 5))
        .hasMessageContaining("See violations")
        .extracting(refusal -> ((UnprocessableException) refusal).violations().get(0).message())
        .isEqualTo("user %s sees 0 in 0".formatted(USER));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void doesNotStartForAUserThatIsNone() {
    assertThatThrownBy(() -> worker("1G", Map.of("user", "no-such-user")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("There is no user no-such-user");
  }

  private static Path folderOf(String name) throws IOException {
    var own = Files.createDirectory(folder.resolve("work/" + name));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    return own;
  }

  private static TrainerWorker worker(String memory) {
    return worker(memory, Map.of());
  }

  /**
   * @param others settings of predictions
   */
  private static TrainerWorker worker(String memory, Map<String, String> others) {
    var own = new java.util.HashMap<String, String>();
    others.forEach((name, value) -> own.put("trainyard.registry.prediction." + name, value));
    var prefix = "trainyard.registry.prediction.";
    return new TrainerWorker(
        new SmallRyeConfigBuilder()
            .addDefaultSources()
            .withConverter(
                io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
            .withConverter(
                java.time.Duration.class,
                100,
                new io.quarkus.runtime.configuration.DurationConverter())
            .withMapping(RegistryConfig.class)
            .withSources(
                new io.smallrye.config.PropertiesConfigSource(
                    settings(
                        own,
                        Map.of(
                            prefix + "trainer-jar",
                            JAR.toString(),
                            prefix + "memory-limit",
                            memory,
                            prefix + "timeout",
                            "2m",
                            // What Java begins with must not depend on the machine.
                            prefix + "trainer-java-options",
                            "-Xms32m,-Xmx768m,-XX:+UseSerialGC,-XX:TieredStopAtLevel=1",
                            "trainyard.registry.work-directory",
                            folder.resolve("work").toString())),
                    "test",
                    500))
            .build()
            .getConfigMapping(RegistryConfig.class));
  }

  private static Map<String, String> settings(Map<String, String> others, Map<String, String> own) {
    var settings = new java.util.HashMap<String, String>();
    try (var defaults = TrainerWorkerIT.class.getResourceAsStream("/application.properties")) {
      var properties = new java.util.Properties();
      properties.load(defaults);
      properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    settings.keySet().removeIf(name -> !name.startsWith("trainyard.registry."));
    settings.putAll(own);
    settings.putAll(others);
    return settings;
  }
}
