package dev.trainyard.agent.model;

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
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.InvalidBaseModelException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Archives of base models on this machine, by their digest, so that a second run finds them. An
 * archive appears only once it is complete and checked. The least recently used are removed. For
 * one run at a time.
 */
@ApplicationScoped
public class BaseModelCache {
  private static final Logger LOG = Logger.getLogger(BaseModelCache.class);
  private static final String SUFFIX = ".zip";
  private static final Pattern ARCHIVE = Pattern.compile("[0-9a-f]{64}" + Pattern.quote(SUFFIX));
  private static final String DRAFT_SUFFIX = ".partial";
  private static final Pattern KNOWN_DRAFT =
      Pattern.compile("[0-9a-f]{64}" + Pattern.quote(DRAFT_SUFFIX));

  private final Path root;
  private final int kept;
  private final BaseModels baseModels;
  private final ResumingDownload downloads;
  private final Clock clock;

  BaseModelCache(AgentConfig config, BaseModels baseModels, PlatformClient client, Clock clock) {
    this.root = config.dataDirectory().toAbsolutePath().resolve("base-models");
    this.kept = config.baseModelsKept();
    this.baseModels = baseModels;
    this.downloads = new ResumingDownload(client, new Retry(config.retryLimit()));
    this.clock = clock;
  }

  /**
   * Fetches a base model's archive, unless it is here already.
   *
   * @throws RunFailedException if it cannot be had or is not the one that the registry has
   * @throws InterruptedException if the run was told to end
   */
  public BaseModelFile download(String name) throws RunFailedException, InterruptedException {
    var model = baseModels.find(name);
    try {
      OwnerOnly.createDirectories(root);
      var archive = model.sha256() == null ? null : archive(model.sha256());
      if (archive != null && isWhole(archive, model)) {
        LOG.infof("Base model is here already baseModel=%s digest=%s", name, model.sha256());
        Files.setLastModifiedTime(archive, FileTime.from(clock.instant()));
        return new BaseModelFile(name, archive, model.sha256());
      }
      var draft = draft(model);
      discard(child -> !isArchive(child) && !child.equals(draft));
      prune();
      return fetch(model, draft);
    } catch (HttpStatusException e) {
      throw failed(
          e.status() == 404
              ? "The base model %s does not exist any more. Choose another in the template, then make a new process."
                  .formatted(name)
              : "The base model %s cannot be downloaded: %s".formatted(name, e.getMessage()),
          e);
    } catch (IOException e) {
      if (isDisk(e)) {
        throw new RunFailedException(
            FailureCause.STORAGE_ERROR,
            "The base model %s cannot be kept on the machine's disk: %s"
                .formatted(name, DiskException.of(e, root).getMessage()),
            e);
      }
      throw failed(
          "The base model %s cannot be downloaded to the machine: %s"
              .formatted(name, Retry.reasonOf(e)),
          e);
    }
  }

  /**
   * Removes what downloads left that did not come to their end, but for the beginning of an archive
   * whose digest is known, with which the next download of it goes on. Not while a run works.
   */
  public void discardLeftovers() {
    discard(child -> !isArchive(child) && !isKnownDraft(child));
  }

  private void discard(Predicate<Path> unwanted) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> children = Files.list(root)) {
      children.filter(unwanted).forEach(BaseModelCache::discard);
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("Left-over files cannot be looked for directory=%s reason=%s", root, e);
    }
  }

  /**
   * Checks that the archive is a base model's.
   *
   * @return the architecture the trainer is to build
   * @throws RunFailedException if it is anything else
   */
  public String architectureOf(BaseModelFile file) throws RunFailedException {
    try {
      return BaseModelArchive.inspect(file.archive()).architecture().id();
    } catch (InvalidBaseModelException e) {
      throw failed(
          "The base model %s cannot be used: %s. Choose another in the template, or make this one anew."
              .formatted(file.name(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.STORAGE_ERROR,
          "The base model %s cannot be read from the machine's disk: %s. Look at %s."
              .formatted(file.name(), Retry.reasonOf(e), root),
          e);
    }
  }

  private BaseModelFile fetch(BaseModel model, Path draft)
      throws IOException, InterruptedException, RunFailedException {
    if (model.sizeBytes() != null) {
      var here = Files.exists(draft) ? Files.size(draft) : 0;
      DiskException.requireSpace(model.sizeBytes() - here, root);
    }
    var found =
        downloads.fetch(
            "download of base model " + model.name(),
            baseModels.archive(model.id()),
            draft,
            Optional.ofNullable(model.sha256()));
    var expected = model.sha256() == null ? baseModels.get(model.id()) : model;
    if (!found.sha256().equals(expected.sha256())
        || expected.sizeBytes() == null
        || found.sizeBytes() != expected.sizeBytes()) {
      discard(draft);
      throw new RunFailedException(
          FailureCause.BASE_MODEL_ERROR,
          "The base model that arrived is not %s of the registry: %d bytes with SHA-256 %s, expected %d bytes with %s. Check the object storage, then start the process again."
              .formatted(
                  model.name(),
                  found.sizeBytes(),
                  found.sha256(),
                  expected.sizeBytes(),
                  expected.sha256()),
          List.of());
    }
    Files.move(draft, archive(found.sha256()), StandardCopyOption.ATOMIC_MOVE);
    return new BaseModelFile(model.name(), archive(found.sha256()), found.sha256());
  }

  /** Disks lose bits, and the trainer would refuse the file every time. */
  private static boolean isWhole(Path archive, BaseModel model) throws IOException {
    return Files.isRegularFile(archive) && FileDigest.of(archive).sha256().equals(model.sha256());
  }

  private Path archive(String digest) {
    return root.resolve(digest + SUFFIX);
  }

  private Path draft(BaseModel model) {
    return root.resolve((model.sha256() == null ? "download" : model.sha256()) + DRAFT_SUFFIX);
  }

  private static boolean isKnownDraft(Path path) {
    return KNOWN_DRAFT.matcher(path.getFileName().toString()).matches()
        && Files.isRegularFile(path);
  }

  private void prune() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      var oldest =
          children
              .filter(BaseModelCache::isArchive)
              .sorted(Comparator.comparing(BaseModelCache::lastUsed).reversed())
              .skip(Math.max(0, kept - 1L))
              .toList();
      for (var archive : oldest) {
        Files.deleteIfExists(archive);
      }
    }
  }

  private static FileTime lastUsed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static boolean isArchive(Path path) {
    return ARCHIVE.matcher(path.getFileName().toString()).matches() && Files.isRegularFile(path);
  }

  private static void discard(Path path) {
    try {
      Directories.delete(path);
    } catch (IOException e) {
      LOG.warnf("What is left of a base model cannot be removed path=%s reason=%s", path, e);
    }
  }

  private static boolean isDisk(IOException failure) {
    return failure instanceof DiskException || failure instanceof FileSystemException;
  }

  private static RunFailedException failed(String message, IOException cause) {
    return new RunFailedException(FailureCause.BASE_MODEL_ERROR, message, cause);
  }
}
