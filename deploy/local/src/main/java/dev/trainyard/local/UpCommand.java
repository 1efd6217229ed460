package dev.trainyard.local;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the platform and keeps it up. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Starts the platform on this machine; data is kept in ./data unless --data says otherwise.")
final class UpCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options;

  @Override
  public Integer call() throws InterruptedException {
    var settings =
        new Platform.Settings(
            Installation.fromSystemProperty(),
            options.data().orElse(Path.of("data")).toAbsolutePath(),
            options.host(),
            options.ports(),
            true);
    var platform = Platform.start(settings, line -> System.out.println("  " + line));
    System.out.println();
    System.out.println("Trainyard is up at " + platform.address());
    System.out.println("  monitoring  " + platform.address() + "/monitoring");
    System.out.println("  OpenAPI     " + platform.address() + "/openapi/process-service");
    System.out.println("  Kafka       " + platform.kafkaBootstrapServers());
    System.out.println("  its users   " + platform.kafkaUserFiles());
    System.out.println("  machine id  " + platform.machineId());
    System.out.println("  logs        " + platform.logs());
    System.out.println("  a token     ./trainyard token admin --data " + settings.data());
    System.out.println("Ctrl-C ends it.");
    platform.awaitTermination();
    return 0;
  }
}
