package dev.trainyard.template.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Checks that an archive is a dataset: its shape, its limits, and that every image can be decoded.
 * Nothing is unpacked to disk under a name from the archive. Thread-safe.
 */
public final class ArchiveChecker {
  /** Blank pages compress very well; what unpacks to less than this does no harm. */
  private static final long HARMLESS_BYTES = 64L << 20;

  private final ArchiveLimits limits;
  private final ImageChecker images;
  private final Executor executor;
  private final int workers;

  /**
   * @param executor runs the workers of all checks
   * @param workers how many images one check decodes at a time
   */
  public ArchiveChecker(ArchiveLimits limits, Executor executor, int workers) {
    this.limits = limits;
    this.images = new ImageChecker(limits);
    this.executor = executor;
    this.workers = workers;
  }

  /**
   * @param split how images that come without sets are divided
   * @throws InvalidArchiveException if the file is no dataset; names every entry that is in the way
   * @throws IOException if the file cannot be read from the disk
   */
  public ArchiveContent check(Path file, TestSplit split) throws IOException {
    var items = ZipDirectory.read(file, limits.maxEntries());
    checkSize(items);
    var findings = new Findings();
    var layout = new DatasetLayout(limits.fewImages(), split, findings);
    items.forEach(layout::add);
    var classes = layout.classes();
    findings.throwIfInvalid();
    var duplicates = new DuplicateImages();
    try (var archive = new ZipFile(file.toFile())) {
      decodeAll(archive, layout.images(), findings, duplicates);
    } catch (ZipException e) {
      throw new InvalidArchiveException("archive", "is damaged: " + e.getMessage());
    }
    duplicates.report(findings);
    findings.throwIfInvalid();
    return new ArchiveContent(
        classes,
        findings.warnings(),
        layout.isDivided() ? Optional.of(layout.images()) : Optional.empty());
  }

  private void checkSize(List<ZipItem> items) {
    var compressed = 0L;
    var uncompressed = 0L;
    for (var item : items) {
      compressed += item.compressedBytes();
      uncompressed += item.uncompressedBytes();
      // Here, so that no sum can overflow.
      if (uncompressed > limits.maxUncompressedBytes() || uncompressed < 0) {
        throw new InvalidArchiveException(
            "archive",
            "unpacks to more than the %d bytes that are allowed"
                .formatted(limits.maxUncompressedBytes()));
      }
    }
    if (uncompressed > HARMLESS_BYTES && uncompressed / limits.maxCompressionRatio() > compressed) {
      throw new InvalidArchiveException(
          "archive",
          "unpacks to more than %d times its size".formatted(limits.maxCompressionRatio()));
    }
  }

  private void decodeAll(
      ZipFile archive, List<DatasetImage> found, Findings findings, DuplicateImages duplicates) {
    var queue = new ConcurrentLinkedQueue<>(found);
    Runnable worker =
        () -> {
          for (var item = queue.poll(); item != null && !findings.isFull(); item = queue.poll()) {
            images.check(archive, item, findings, duplicates);
          }
        };
    CompletableFuture.allOf(
            Stream.generate(() -> CompletableFuture.runAsync(worker, executor))
                .limit(workers)
                .toArray(CompletableFuture[]::new))
        .join();
  }
}
