package dev.trainyard.bench.trainer.scans;

import dev.trainyard.bench.trainer.BenchException;
import dev.trainyard.bench.trainer.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Synthetic A4 scans in {@code train/<class>/} and {@code test/<class>/}. A scan depends on the
 * seed, its set and its number only. The folder is kept: a marker file says that it is complete.
 */
public final class ScanDataset {
  /** Scans in the test set. */
  public static final int TEST_SCANS = 20;

  private static final String MARKER = "complete.txt";
  private static final long SEED = 42;
  // Measured: 1.1 to 1.9 MB a scan. The rest is for caches and models.
  private static final long BYTES_PER_SCAN = 2_000_000;
  private static final long BYTES_BESIDE = 1_500_000_000;

  private ScanDataset() {}

  /** One scan to make. */
  record Scan(Path folder, DocumentClass documentClass, boolean test, int number) {
    Path file() {
      return folder
          .resolve(test ? "test" : "train")
          .resolve(documentClass.folder())
          .resolve("scan-%05d.jpg".formatted(number));
    }

    private SplittableRandom random() {
      return new SplittableRandom(SEED * 1_000_003 + (test ? 500_000_000L : 0) + number);
    }

    /** Paints the scan and writes its file. */
    void write() throws IOException {
      var random = random();
      var page = ScanPainter.paint(documentClass, random);
      Paper.age(page, random);
      Files.createDirectories(file().getParent());
      JpegFile.write(page, file());
    }
  }

  /**
   * The folder of so many train scans, made now unless an earlier run made it.
   *
   * @throws BenchException if the disk is too small; names what is needed and what is there
   */
  public static Path prepare(Path data, int trainScans, Progress progress)
      throws IOException, InterruptedException {
    var folder = data.resolve("scans-" + trainScans);
    var marker = folder.resolve(MARKER);
    if (Files.exists(marker)) {
      progress.say("scans of an earlier run: " + folder);
      return folder;
    }
    Files.createDirectories(folder);
    checkSpace(folder, trainScans, progress);
    write(scans(folder, trainScans), progress);
    Files.writeString(marker, trainScans + " train scans, seed " + SEED + System.lineSeparator());
    return folder;
  }

  static List<Scan> scans(Path folder, int trainScans) {
    var classes = DocumentClass.values();
    var scans = new ArrayList<Scan>();
    for (int i = 0; i < trainScans; i++) {
      scans.add(new Scan(folder, classes[i % classes.length], false, i));
    }
    for (int i = 0; i < TEST_SCANS; i++) {
      scans.add(new Scan(folder, classes[i % classes.length], true, i));
    }
    return scans;
  }

  private static void checkSpace(Path folder, int trainScans, Progress progress)
      throws IOException {
    long needed = (trainScans + TEST_SCANS) * BYTES_PER_SCAN + BYTES_BESIDE;
    long free = Files.getFileStore(folder).getUsableSpace();
    var figures = "%.1f GB, %.1f GB are free".formatted(needed / 1e9, free / 1e9);
    if (free < needed) {
      throw new BenchException(
          "%s needs %s: choose another folder with --data, or fewer --scans"
              .formatted(folder, figures));
    }
    progress.say("making %d scans in %s; needs %s".formatted(trainScans, folder, figures));
  }

  private static void write(List<Scan> scans, Progress progress)
      throws IOException, InterruptedException {
    var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    var done = new AtomicInteger();
    try {
      var pending = new ArrayList<Future<?>>();
      for (var scan : scans) {
        pending.add(
            workers.submit(
                () -> {
                  scan.write();
                  int count = done.incrementAndGet();
                  if (count % 50 == 0) {
                    progress.say("  %d of %d scans".formatted(count, scans.size()));
                  }
                  return null;
                }));
      }
      for (var each : pending) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a scan could not be written: " + e.getCause().getMessage(), e);
    } finally {
      workers.shutdownNow();
    }
  }

  /** A folder with the first so many train scans and all test scans, as links to the same files. */
  public static Path subset(Path dataset, int trainScans) throws IOException {
    var folder = dataset.resolveSibling(dataset.getFileName() + "-first-" + trainScans);
    for (var scan : scans(dataset, trainScans)) {
      var link = folder.resolve(dataset.relativize(scan.file()));
      if (!Files.exists(link)) {
        Files.createDirectories(link.getParent());
        try {
          Files.createLink(link, scan.file());
        } catch (UnsupportedOperationException e) {
          Files.copy(scan.file(), link);
        }
      }
    }
    return folder;
  }
}
