package dev.trainyard.template.dataset;

import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * This replica's own folder in the work directory. A locked file beside it says that the replica
 * lives, so that folders of killed ones can be told and removed. Thread-safe.
 */
@ApplicationScoped
class WorkFolder {
  private static final Logger LOG = Logger.getLogger(WorkFolder.class);
  private static final String LOCK_SUFFIX = ".lock";

  /** A file that is younger may be about to be locked. */
  private static final Duration MAKING = Duration.ofMinutes(1);

  private final DatasetConfig config;
  private final Clock clock;
  private final Path lockFile;
  private final Path folder;
  private final FileChannel channel;

  WorkFolder(DatasetConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    try {
      var name = "replica-" + UUID.randomUUID();
      var all = Files.createDirectories(config.workDirectory());
      this.lockFile = all.resolve(name + LOCK_SUFFIX);
      this.channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // Nobody else waits for it: another replica that looks at it just now lets go at once.
      channel.lock();
      this.folder = Files.createDirectories(all.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("the work directory cannot be used", e);
    }
  }

  /** Where this replica holds its archives. */
  Path path() {
    return folder;
  }

  /** Removes what killed replicas have left. */
  @Scheduled(
      every = "${trainyard.datasets.cleanup-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void removeLeftovers() {
    try (var entries = Files.newDirectoryStream(config.workDirectory())) {
      removeLeftovers(entries);
    } catch (IOException e) {
      LOG.warnf("The work directory was not cleaned reason=%s", e);
    }
  }

  private void removeLeftovers(DirectoryStream<Path> entries) throws IOException {
    for (var entry : entries) {
      var name = entry.getFileName().toString();
      if (name.endsWith(LOCK_SUFFIX)) {
        if (!entry.getFileName().equals(lockFile.getFileName())) {
          removeIfDead(entry);
        }
      } else if (isOlderThan(config.uploadTimeout(), entry)
          && !Files.exists(entry.resolveSibling(name + LOCK_SUFFIX))) {
        // Of a version of this service that had no folders, or half removed.
        removeAll(entry);
      }
    }
  }

  private void removeIfDead(Path otherLock) throws IOException {
    try (var other = FileChannel.open(otherLock, StandardOpenOption.WRITE);
        var lock = lockOf(other)) {
      if (lock != null && isOlderThan(MAKING, otherLock)) {
        var name = otherLock.getFileName().toString();
        var left =
            otherLock.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
        LOG.infof("A killed replica's files are removed folder=%s", left.getFileName());
        removeAll(left);
        Files.deleteIfExists(otherLock);
      }
    }
  }

  private static FileLock lockOf(FileChannel other) throws IOException {
    try {
      return other.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very JVM.
      return null;
    }
  }

  private boolean isOlderThan(Duration age, Path entry) throws IOException {
    return Files.getLastModifiedTime(entry).toInstant().isBefore(clock.instant().minus(age));
  }

  private static void removeAll(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @PreDestroy
  void close() throws IOException {
    removeAll(folder);
    Files.deleteIfExists(lockFile);
    channel.close();
  }
}
