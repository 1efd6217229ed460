package dev.trainyard.local.bench.transfer;

import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PlatformOptions;
import dev.trainyard.local.PortName;
import dev.trainyard.local.TemporaryData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trainyard bench transfer}. */
@Command(
    name = "transfer",
    mixinStandardHelpOptions = true,
    description = "A large dataset up, down, and to a target machine twice.")
public final class TransferBenchCommand implements Callable<Integer> {
  private static final int SMALLEST_MEGABYTES = 110;
  private static final int LARGEST_MEGABYTES = 3_900;

  @Option(
      names = "--megabytes",
      defaultValue = "2000",
      description =
          "Size of the dataset, "
              + SMALLEST_MEGABYTES
              + " to "
              + LARGEST_MEGABYTES
              + "; about six times as much is needed on the disk. Default: ${DEFAULT-VALUE}.")
  private int megabytes;

  @Mixin private PlatformOptions options;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (megabytes < SMALLEST_MEGABYTES || megabytes > LARGEST_MEGABYTES) {
      System.err.printf("--megabytes must be %d to %d%n", SMALLEST_MEGABYTES, LARGEST_MEGABYTES);
      return 2;
    }
    var data =
        options.data().isPresent()
            ? Files.createDirectories(options.data().get())
            : TemporaryData.create();
    var archive = data.resolve("noise.zip");
    System.out.printf("  writing a dataset of %d MB%n", megabytes);
    var images = NoiseDataset.write(archive, megabytes * 1_000_000L);
    var ports = options.ports();
    try (var relay = new CountingRelay(options.host(), ports.of(PortName.S3));
        var platform = start(data, relay)) {
      new TransferBench(platform, relay, archive, images, System.out).run();
    }
    return 0;
  }

  /** Only the clients of datasets come through the relay. */
  private Platform start(Path data, CountingRelay relay) throws InterruptedException {
    var work = data.resolve("work").toString();
    return Platform.start(
        new Platform.Settings(
            Installation.fromSystemProperty(),
            data,
            options.host(),
            options.ports(),
            true,
            Map.of(
                "template-service",
                Map.of(
                    "TRAINYARD_STORAGE_PUBLIC_ENDPOINT",
                    relay.address().toString(),
                    "TRAINYARD_STORAGE_REGION",
                    "us-east-1",
                    "TRAINYARD_DATASETS_WORK_DIRECTORY",
                    work))),
        line -> System.out.println("  " + line));
  }
}
