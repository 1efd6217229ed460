package dev.trainyard.registry.prediction;

import dev.trainyard.kit.privilege.OwnerOnly;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.model.TrainedArchives;
import dev.trainyard.registry.model.TrainedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Archives of models on this machine's disk by their digest, so that a second try of a model is
 * quicker. The least recently used go when there are too many. Thread-safe, within one service.
 */
@ApplicationScoped
class ArchiveCache {
  private static final Pattern ARCHIVE = Pattern.compile("[0-9a-f]{64}\\.zip");

  private final TrainedArchives archives;
  private final Path directory;
  private final long maxBytes;
  private final Clock clock;

  ArchiveCache(TrainedArchives archives, RegistryConfig config, Clock clock) {
    this.archives = archives;
    this.directory = config.workDirectory().resolve("tried");
    this.maxBytes = config.prediction().cacheSize().asLongValue();
    this.clock = clock;
  }

  /**
   * Puts a model's archive into a folder, where it stays whatever becomes of the cache.
   *
   * @param target the file's name there
   * @return whether it was on this machine already
   * @throws ConflictException if the storage has lost the archive, or holds other bytes
   * @throws DependencyUnavailableException if the storage does not answer
   */
  boolean provide(TrainedModel model, Path target) {
    try {
      var kept = directory.resolve(model.sha256() + ".zip");
      if (placeKept(model, kept, target)) {
        return true;
      }
      // Others need not wait for it; two who fetch the same fetch it twice.
      try (var fetched = archives.fetch(model)) {
        keep(fetched.file(), kept, target);
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the archive cannot be kept on the disk", e);
    }
  }

  private synchronized boolean placeKept(TrainedModel model, Path kept, Path target)
      throws IOException {
    if (!Files.isRegularFile(kept) || Files.size(kept) != model.sizeBytes()) {
      return false;
    }
    Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
    place(kept, target);
    return true;
  }

  private synchronized void keep(Path fetched, Path kept, Path target) throws IOException {
    OwnerOnly.createDirectories(directory);
    OwnerOnly.close(directory);
    Files.move(fetched, kept, StandardCopyOption.ATOMIC_MOVE);
    Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
    place(kept, target);
    prune();
  }

  private static void place(Path kept, Path target) throws IOException {
    try {
      Files.createLink(target, kept);
    } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
      Files.copy(kept, target);
    }
  }

  private void prune() throws IOException {
    record Kept(Path file, long bytes, FileTime used) {}
    List<Kept> all = new ArrayList<>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        if (ARCHIVE.matcher(file.getFileName().toString()).matches()) {
          all.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
        }
      }
    }
    all.sort(Comparator.comparing(Kept::used).reversed());
    long total = 0;
    for (var kept : all) {
      total += kept.bytes();
      if (total > maxBytes) {
        Files.deleteIfExists(kept.file());
      }
    }
  }
}
