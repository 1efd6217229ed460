package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.RandomStateDict;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Makes the archives of random weights when they are first asked for. The same base model gives the
 * same bytes under the same key, always and everywhere: a service that dies half-way, or replicas
 * that race, leave one and the same object. Within one service only one request makes an archive;
 * the others wait. Memory use is that of one tensor. Thread-safe.
 */
@ApplicationScoped
public class RandomArchives {
  private static final Logger LOG = Logger.getLogger(RandomArchives.class);

  /** Outputs of torchvision's own networks; a training replaces a head of another size. */
  private static final int CLASSES = 1_000;

  private static final long SEED = 42;

  private final BaseModelStore baseModels;
  private final ObjectStorage storage;
  private final ObjectDisposal disposal;
  private final Path directory;
  private final ConcurrentHashMap<UUID, Object> locks = new ConcurrentHashMap<>();

  RandomArchives(
      BaseModelStore baseModels,
      ObjectStorage storage,
      ObjectDisposal disposal,
      RegistryConfig config) {
    this.baseModels = baseModels;
    this.storage = storage;
    this.disposal = disposal;
    this.directory = config.workDirectory();
  }

  /** The base model, with its archive in the storage. */
  BaseModel make(UUID id) {
    synchronized (locks.computeIfAbsent(id, key -> new Object())) {
      var model = baseModels.find(id);
      if (model.isStored()) {
        return model;
      }
      var made = write(model);
      return baseModels.stored(
          id, Buckets.baseModelKey(id, made.sha256()), made.sha256(), made.sizeBytes());
    }
  }

  /**
   * Makes an archive again whose object is gone.
   *
   * @param sha256 what the archive must have; another version of this service may make another
   * @return false if it has other weights than random ones, is withdrawn or gone, or does not come
   *     out the same
   */
  public boolean restore(UUID id, String sha256) {
    synchronized (locks.computeIfAbsent(id, key -> new Object())) {
      return baseModels
          .seek(id)
          .filter(model -> model.weights == WeightsOrigin.RANDOM)
          .filter(model -> sha256.equals(write(model).sha256()))
          .isPresent();
    }
  }

  private FileDigest write(BaseModel model) {
    var architecture =
        Architecture.withId(model.architecture)
            .orElseThrow(() -> new IllegalStateException("no architecture " + model.architecture));
    Path weights = null;
    Path archive = null;
    try {
      Files.createDirectories(directory);
      weights = Files.createTempFile(directory, "", ArchiveVerifier.FILE_SUFFIX);
      archive = Files.createTempFile(directory, "", ArchiveVerifier.FILE_SUFFIX);
      CheckpointWriter.write(weights, new RandomStateDict(architecture, CLASSES, SEED));
      BaseModelArchive.write(archive, weights, BaseModelConfiguration.of(architecture));
      var digest = FileDigest.of(archive);
      var key = Buckets.baseModelKey(model.id, digest.sha256());
      disposal.noteStoring(key);
      storage.put(Buckets.BASE_MODELS, key, archive, "application/zip");
      LOG.infof("Base model's archive made baseModelId=%s sha256=%s", model.id, digest.sha256());
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(weights);
      delete(archive);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warnf("Temporary file not removed file=%s reason=%s", file, e.getMessage());
    }
  }
}
