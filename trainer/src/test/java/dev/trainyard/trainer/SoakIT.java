package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Long runs; profile {@code soak}. */
@Tag("soak")
@EnabledOnOs(OS.LINUX)
class SoakIT {
  private static final int ITERATIONS = 10_500;

  @TempDir Path folder;

  @Test
  void takesNoMoreMemoryAfterTenThousandIterationsThanAfterFiveHundred() throws Exception {
    TestDataset.create(folder.resolve("data"), 8, 4);
    var residentSet = new TreeMap<Integer, Long>();
    // A heap of fixed size, so that what grows is native.
    try (var trainer =
        TrainerProcess.start(
            folder, specification(), "-Xms300m", "-Xmx300m", "-XX:+AlwaysPreTouch")) {
      trainer.watch(
          message -> {
            if (message instanceof TrainerMessage.Metrics metrics) {
              residentSet.put(metrics.point().iteration(), residentKilobytes(trainer.pid()));
            }
          });
      var messages = trainer.readAll();
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Result.class);
    }
    var early = residentSet.ceilingEntry(500);
    var late = residentSet.ceilingEntry(10_000);
    System.out.println("resident set, kB: " + early + " and " + late);
    assertThat((double) late.getValue() / early.getValue()).isBetween(0.95, 1.05);
  }

  private static long residentKilobytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunSpecification specification() {
    return new TestRun(folder.resolve("data"), folder.resolve("work"))
        .with("iterations", ITERATIONS)
        .with("batchSize", 4)
        .with("dataLoaderWorkers", 2)
        .with("evaluationInterval", 1_000)
        .specification();
  }
}
