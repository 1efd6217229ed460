package dev.trainyard.template.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Checks that an archive is a dataset: its shape, its limits, and that every image can be decoded.
 * Nothing is unpacked to disk under a name from the archive. Thread-safe.
 */
public final class ArchiveChecker {
  /** Blank pages compress very well; what unpacks to less than this does no harm. */
  static final long HARMLESS_BYTES = 64L << 20;

  /** One less than are kept, so that the number of the others is. */
  private static final int MAX_COMPARED = Findings.KEPT - 1;

  private final ArchiveLimits limits;
  private final ImageChecker images;
  private final Executor executor;
  private final int workers;
  private final Semaphore singles;

  /**
   * @param executor runs the workers of all checks
   * @param workers how many images one check decodes at a time, and how many that come by
   *     themselves are decoded at a time
   */
  public ArchiveChecker(ArchiveLimits limits, Executor executor, int workers) {
    this.limits = limits;
    this.images = new ImageChecker(limits);
    this.executor = executor;
    this.workers = workers;
    this.singles = new Semaphore(workers);
  }

  /**
   * Makes a zip of a {@code .tar.gz}, which then can be checked and kept. Memory is bounded.
   *
   * @param source see {@link ArchiveFormat#of}
   * @param target is closed
   * @throws InvalidArchiveException if it is damaged, goes beyond a limit, or has entries that no
   *     archive should have
   * @throws IOException if the source cannot be opened or the target not be written
   */
  public void writeZip(Path source, OutputStream target) throws IOException {
    TarArchive.toZip(source, target, limits);
  }

  /**
   * Checks an archive and tells nobody how far it is.
   *
   * @see #check(Path, TestSplit, CheckProgress)
   */
  public ArchiveContent check(Path file, TestSplit split) throws IOException {
    return check(file, split, CheckProgress.UNHEARD);
  }

  /**
   * @param split how images that come without sets are divided
   * @param progress hears of each image
   * @throws InvalidArchiveException if the file is no dataset; names every entry that is in the way
   * @throws IOException if the file cannot be read from the disk
   */
  public ArchiveContent check(Path file, TestSplit split, CheckProgress progress)
      throws IOException {
    var items = ZipDirectory.read(new FileSource(file), limits.maxEntries());
    checkSize(items, Files.size(file));
    var findings = new Findings();
    var layout = new DatasetLayout(limits.fewImages(), split, findings);
    items.forEach(layout::add);
    var classes = layout.classes();
    if (findings.hasErrors()) {
      throw new InvalidArchiveException(findings.violations(), findings.report(classes, List.of()));
    }
    var thumbnails = checkImages(file, layout.images(), findings, progress);
    var report = findings.report(classes, thumbnails);
    if (findings.hasErrors()) {
      throw new InvalidArchiveException(findings.violations(), report);
    }
    return new ArchiveContent(
        report,
        findings.warnings(),
        layout.isDivided() ? Optional.of(layout.images()) : Optional.empty());
  }

  /**
   * Checks that an image could be part of a dataset by where it is to be.
   *
   * @param path {@code [train/|test/]<class>/<file>}
   * @throws InvalidArchiveException if it could not
   */
  public void checkPlace(String path) {
    var findings = new Findings();
    DatasetLayout.checkPlace(path, findings);
    requireNoErrors(findings);
  }

  /**
   * Checks that an image could be part of a dataset by what it is.
   *
   * @param path where it is to be
   * @return what is wrong with it and does not matter
   * @throws InvalidArchiveException if it could not
   * @throws IOException if the file cannot be read from the disk
   */
  public Optional<String> checkImage(String path, Path file) throws IOException {
    var findings = new Findings();
    // Beside the executor: what checks an archive there holds it for long.
    singles.acquireUninterruptibly();
    try {
      images.check(file, path, findings);
    } finally {
      singles.release();
    }
    requireNoErrors(findings);
    return findings.problems().stream().map(Problem::message).findFirst();
  }

  private static void requireNoErrors(Findings findings) {
    if (findings.hasErrors()) {
      throw new InvalidArchiveException(
          findings.violations(), findings.report(List.of(), List.of()));
    }
  }

  private void checkSize(List<ZipItem> items, long archiveBytes) {
    var compressed = 0L;
    var uncompressed = 0L;
    for (var item : items) {
      compressed += item.compressedBytes();
      uncompressed += item.uncompressedBytes();
      // Here, so that no sum can overflow.
      if (uncompressed > limits.maxUncompressedBytes() || uncompressed < 0) {
        throw tooLarge(limits);
      }
    }
    if (compressed > archiveBytes) {
      // One content that is many files unpacks to more than any ratio shows.
      throw new InvalidArchiveException(
          ProblemCode.ZIP_BOMB, "has files that overlap, or is cut off; pack it anew");
    }
    if (uncompressed > HARMLESS_BYTES && uncompressed / limits.maxCompressionRatio() > compressed) {
      throw bomb(limits);
    }
  }

  static InvalidArchiveException tooLarge(ArchiveLimits limits) {
    return new InvalidArchiveException(
        ProblemCode.TOO_LARGE,
        "unpacks to more than the %d bytes that are allowed"
            .formatted(limits.maxUncompressedBytes()));
  }

  static InvalidArchiveException bomb(ArchiveLimits limits) {
    return new InvalidArchiveException(
        ProblemCode.ZIP_BOMB,
        "unpacks to more than %d times its size".formatted(limits.maxCompressionRatio()));
  }

  /** Returns the thumbnails. */
  private List<Thumbnail> checkImages(
      Path file, List<DatasetImage> found, Findings findings, CheckProgress progress)
      throws IOException {
    var gathered =
        new Gathered(findings, new DuplicateImages(), new LookAlikes(), new Thumbnails(found));
    var checked = new AtomicInteger();
    try (var archive = new ZipFile(file.toFile())) {
      forEach(
          found,
          image -> {
            if (!findings.isFull()) {
              images.check(archive, image, gathered);
              progress.checked(checked.incrementAndGet(), found.size());
            }
          });
      gathered.duplicates().report(findings);
      compareLookAlikes(archive, gathered);
      var thumbnails = gathered.thumbnails();
      forEach(
          thumbnails.missing(findings.problems()),
          image -> images.addThumbnail(archive, image, thumbnails));
      return thumbnails.made();
    } catch (ZipException e) {
      throw new InvalidArchiveException(ProblemCode.DAMAGED, "is damaged: " + e.getMessage());
    }
  }

  private void compareLookAlikes(ZipFile archive, Gathered gathered) {
    var findings = gathered.findings();
    if (findings.isFull()) {
      return;
    }
    var candidates = gathered.lookAlikes().candidates(gathered.duplicates().leaked());
    forEach(
        candidates.stream().limit(MAX_COMPARED).toList(),
        candidate -> images.compare(archive, candidate, findings));
    if (candidates.size() > MAX_COMPARED) {
      findings.add(
          ProblemCode.NEAR_LEAK,
          null,
          "%d more images of the test set may be copies of images of the train set."
              .formatted(candidates.size() - MAX_COMPARED));
    }
  }

  private <T> void forEach(List<T> found, Consumer<T> work) {
    var queue = new ConcurrentLinkedQueue<>(found);
    Runnable worker =
        () -> {
          for (var item = queue.poll(); item != null; item = queue.poll()) {
            work.accept(item);
          }
        };
    CompletableFuture.allOf(
            Stream.generate(() -> CompletableFuture.runAsync(worker, executor))
                .limit(workers)
                .toArray(CompletableFuture[]::new))
        .join();
  }
}
