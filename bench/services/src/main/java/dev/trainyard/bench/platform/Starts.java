package dev.trainyard.bench.platform;

import dev.trainyard.bench.stage.Machine;
import dev.trainyard.bench.stage.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long a service takes until it is ready, plain and with an archive of its classes. */
final class Starts {
  private final PlatformStage stage;
  private final Workload workload;

  Starts(PlatformStage stage, Workload workload) {
    this.stage = stage;
    this.workload = workload;
  }

  /**
   * What starts took.
   *
   * @param plainMillis median without an archive
   * @param archivedMillis median with one
   * @param residentMegabytes median right after a start with one
   */
  record Times(double plainMillis, double archivedMillis, double residentMegabytes) {}

  /**
   * Starts it that often each way, in turn. Its database is there already, as on every start but
   * the first.
   */
  Times measure(int repetitions) throws IOException, InterruptedException {
    try (var directory = TemporaryDirectory.create("classes")) {
      var archive = directory.path().resolve(workload.service() + ".jsa");
      write(archive);
      var with = List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto");
      var plain = new ArrayList<Double>();
      var archived = new ArrayList<Double>();
      var resident = new ArrayList<Double>();
      for (var repetition = 0; repetition < repetitions; repetition++) {
        try (var service = stage.start(workload, List.of())) {
          plain.add(service.startTime().toNanos() / 1e6);
        }
        try (var service = stage.start(workload, with)) {
          archived.add(service.startTime().toNanos() / 1e6);
          resident.add(Machine.residentMegabytes(service.pid()));
        }
      }
      return new Times(Median.of(plain), Median.of(archived), Median.of(resident));
    }
  }

  /** Java writes it when the service ends. */
  private void write(Path archive) throws IOException, InterruptedException {
    stage.start(workload, List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off")).close();
    if (!Files.exists(archive)) {
      throw new IOException("no archive of the classes of " + workload.service());
    }
  }
}
