package dev.trainyard.local.demo;

import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PlatformException;
import dev.trainyard.local.PlatformOptions;
import dev.trainyard.local.TemporaryData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the platform and trains a model of handwritten digits on it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts the platform on this machine and trains a model of handwritten digits, through the"
            + " public REST API. Data is temporary unless --data says where to keep it.")
public final class DemoCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options;

  @Option(names = "--exit", description = "End after success instead of staying up until Ctrl-C.")
  private boolean exit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "demo-output",
      description = "Where the downloaded model goes. Default: ${DEFAULT-VALUE}.")
  private Path output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    var started = Instant.now();
    var data = options.data().isPresent() ? options.data().get() : TemporaryData.create();
    var installation = Installation.fromSystemProperty();
    var settings =
        new Platform.Settings(
            installation, data.toAbsolutePath(), options.host(), options.ports(), false);
    System.out.println("Trainyard demo");
    var platform = Platform.start(settings, line -> System.out.println("  " + line));
    try {
      run(platform, installation, data, started);
    } catch (PlatformException | IOException e) {
      System.err.println("The demo failed: " + e.getMessage());
      keepLogs(platform);
      platform.close();
      return 1;
    }
    if (exit) {
      platform.close();
      return 0;
    }
    System.out.println("The platform stays up. Ctrl-C ends it.");
    platform.awaitTermination();
    return 0;
  }

  private void run(Platform platform, Installation installation, Path data, Instant started)
      throws InterruptedException, IOException {
    var suffix = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    var demo =
        new Demo(
            platform.address(), platform.token("admin"), platform.machineId(), suffix, System.out);
    System.out.println("Every call shows a token. One to look around with, in another terminal:");
    System.out.println("     ./trainyard token viewer --data " + data);
    var processId = demo.prepare(installation.digits());
    System.out.println("     chart    " + platform.address() + "/monitoring/" + processId);
    System.out.println("     OpenAPI  " + platform.address() + "/openapi/process-service");
    demo.start(processId);
    var process = demo.awaitEnd(processId);
    var model = demo.fetchModel(process, output);
    System.out.printf(
        "     %s: %s, %,d bytes of weights, %d classes%n",
        model.file(),
        model.config().path("architecture").asText(),
        Files.size(model.weights()),
        model.config().path("classes").size());
    System.out.printf(
        "     on the test set: average precision %.4f, accuracy %.4f%n",
        model.averagePrecision(), model.accuracy());
    System.out.printf(
        "Done in %d s, the start of the platform included.%n",
        Duration.between(started, Instant.now()).toSeconds());
  }

  /** A failed demo's logs are worth more than a clean directory. */
  private void keepLogs(Platform platform) throws IOException {
    var kept = output.resolve("logs");
    Files.createDirectories(kept);
    try (var logs = Files.list(platform.logs())) {
      for (var log : logs.toList()) {
        Files.copy(
            log,
            kept.resolve(log.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
    System.err.println("The logs of all services are in " + kept);
  }
}
