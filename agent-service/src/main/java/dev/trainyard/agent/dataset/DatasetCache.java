package dev.trainyard.agent.dataset;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.ResumingDownload;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.storage.Directories;
import dev.trainyard.agent.storage.DiskException;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.kit.privilege.OwnerOnly;
import dev.trainyard.kit.settings.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Datasets on this machine, by the digest of their archive, so that a second run finds them. A
 * directory appears only once it is complete. The least recently used are removed. For one run at a
 * time.
 */
@ApplicationScoped
public class DatasetCache {
  private static final Logger LOG = Logger.getLogger(DatasetCache.class);
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ARCHIVE = Pattern.compile("([0-9a-f]{64})\\.zip");

  private final Path root;
  private final int kept;
  private final ServiceAddresses services;
  private final ResumingDownload downloads;
  private final Clock clock;

  DatasetCache(AgentConfig config, PlatformClient client, ServiceAddresses services, Clock clock) {
    this.root = config.dataDirectory().toAbsolutePath().resolve("datasets");
    this.kept = config.datasetsKept();
    this.services = services;
    this.downloads = new ResumingDownload(client, new Retry(config.retryLimit()));
    this.clock = clock;
  }

  /**
   * Fetches a dataset's archive, unless the dataset is here already.
   *
   * @throws RunFailedException if it cannot be had or is not the one that was asked for
   * @throws InterruptedException if the run was told to end
   */
  public void download(UUID datasetId, String digest)
      throws RunFailedException, InterruptedException {
    if (!DIGEST.matcher(digest).matches()) {
      throw new RunFailedException(
          FailureCause.DATASET_ERROR, "The dataset's digest is no SHA-256: " + digest, List.of());
    }
    if (Files.isDirectory(directory(digest))) {
      LOG.infof("Dataset is here already datasetId=%s digest=%s", datasetId, digest);
      return;
    }
    try {
      OwnerOnly.createDirectories(root);
      discardAllBut(archive(digest));
      prune();
      fetch(datasetId, digest);
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  /**
   * Unpacks a downloaded dataset, unless that was done before.
   *
   * @return the directory that holds {@code train} and {@code test}
   * @throws RunFailedException if the archive cannot be unpacked
   * @throws InterruptedException if the run was told to end
   */
  public Path unpack(String digest) throws RunFailedException, InterruptedException {
    var directory = directory(digest);
    try {
      if (!Files.isDirectory(directory)) {
        extract(digest);
      }
      Files.setLastModifiedTime(directory, FileTime.from(clock.instant()));
      return contentOf(directory);
    } catch (IOException e) {
      throw storageFailed(e);
    }
  }

  /**
   * Removes what downloads and removals left that did not come to their end, but for the beginning
   * of an archive, with which the next download of it goes on. Not while a run works.
   */
  public void discardLeftovers() {
    discard(child -> !isDataset(child) && !isArchive(child));
  }

  /** The next dataset is another one: what is here of others is in the way. */
  private void discardAllBut(Path archive) {
    discard(child -> !isDataset(child) && !child.equals(archive));
  }

  private void discard(Predicate<Path> unwanted) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> children = Files.list(root)) {
      children.filter(unwanted).forEach(DatasetCache::discard);
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("Left-over files cannot be looked for directory=%s reason=%s", root, e);
    }
  }

  private void fetch(UUID datasetId, String digest)
      throws IOException, RunFailedException, InterruptedException {
    var source =
        ServiceAddresses.resource(services.templateUrl(), "/datasets/" + datasetId + "/content");
    try {
      var found =
          downloads.fetch(
              "download of dataset " + datasetId, source, archive(digest), Optional.of(digest));
      requireDigest(digest, found.sha256());
    } catch (DiskException e) {
      throw e;
    } catch (HttpStatusException e) {
      throw new RunFailedException(
          FailureCause.DATASET_ERROR,
          e.status() == 404
              ? "The dataset does not exist any more. Upload it again and make a new process."
              : "The dataset cannot be downloaded: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.DATASET_ERROR,
          "The dataset cannot be downloaded to the machine: " + Retry.reasonOf(e),
          e);
    }
  }

  private void extract(String digest) throws IOException, RunFailedException, InterruptedException {
    var draft = root.resolve(digest + ".unpacking");
    try {
      Directories.delete(draft);
      unzip(archive(digest), draft);
      // Else a loss of power could leave empty files under a name that says that all is there.
      Directories.sync(draft);
      Files.move(draft, directory(digest), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // Of use to nobody, and after a failure perhaps what fills the disk.
      discard(draft);
      discard(archive(digest));
    }
  }

  private static void unzip(Path archive, Path draft)
      throws IOException, RunFailedException, InterruptedException {
    try {
      ArchiveExtractor.extract(archive, draft);
    } catch (DiskException e) {
      throw e;
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.DATASET_ERROR,
          "The dataset cannot be unpacked on the machine: " + Retry.reasonOf(e),
          e);
    }
  }

  /** Where all of a dataset is, once it is unpacked. */
  public Path directory(String digest) {
    return root.resolve(digest);
  }

  private Path archive(String digest) {
    return root.resolve(digest + ".zip");
  }

  private void requireDigest(String expected, String found) throws IOException, RunFailedException {
    if (!found.equals(expected)) {
      Files.delete(archive(expected));
      throw new RunFailedException(
          FailureCause.DATASET_ERROR,
          "The dataset that arrived is not the one that was uploaded: its SHA-256 is %s, expected %s. Check the object storage, then start the process again."
              .formatted(found, expected),
          List.of());
    }
  }

  /** Archives may have all files in one folder. */
  private static Path contentOf(Path directory) throws IOException {
    if (Files.isDirectory(directory.resolve("train"))) {
      return directory;
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> Files.isDirectory(child.resolve("train")))
          .findFirst()
          .orElse(directory);
    }
  }

  private void prune() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      var oldest =
          children
              .filter(DatasetCache::isDataset)
              .sorted(Comparator.comparing(DatasetCache::lastUsed).reversed())
              .skip(Math.max(0, kept - 1L))
              .toList();
      for (var dataset : oldest) {
        Directories.retire(dataset);
      }
    }
  }

  private static boolean isDataset(Path path) {
    return DIGEST.matcher(path.getFileName().toString()).matches() && Files.isDirectory(path);
  }

  /** One of a dataset that is not here; of any other it is of no use. */
  private boolean isArchive(Path path) {
    var match = ARCHIVE.matcher(path.getFileName().toString());
    return match.matches()
        && Files.isRegularFile(path)
        && !Files.isDirectory(directory(match.group(1)));
  }

  private static void discard(Path path) {
    try {
      Directories.delete(path);
    } catch (IOException e) {
      LOG.warnf("What is left of a dataset cannot be removed path=%s reason=%s", path, e);
    }
  }

  private RunFailedException storageFailed(IOException e) {
    return new RunFailedException(
        FailureCause.STORAGE_ERROR,
        "The dataset cannot be kept on the machine's disk: "
            + DiskException.of(e, root).getMessage(),
        e);
  }

  private static FileTime lastUsed(Path directory) {
    try {
      return Files.getLastModifiedTime(directory);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
