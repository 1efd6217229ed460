package dev.trainyard.registry.exchange;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.ReceivedUpload;
import dev.trainyard.registry.model.ImportedModel;
import dev.trainyard.registry.model.ModelImports;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Brings models from users into the storage: receive on disk → check → store → row. Whatever fails,
 * nothing stays. Only some are checked and stored at a time, which bounds memory; the others wait
 * with their clients. Thread-safe.
 */
@ApplicationScoped
class ModelImport {
  private static final Logger LOG = Logger.getLogger(ModelImport.class);

  private final ModelImports models;
  private final ArchiveVerifier verifier;
  private final ObjectStorage storage;
  private final ObjectDisposal disposal;
  private final RegistryConfig config;
  private final IdGenerator ids;
  private final Clock clock;
  private final Semaphore turns;

  ModelImport(
      ModelImports models,
      ArchiveVerifier verifier,
      ObjectStorage storage,
      ObjectDisposal disposal,
      RegistryConfig config,
      IdGenerator ids,
      Clock clock) {
    this.models = models;
    this.verifier = verifier;
    this.storage = storage;
    this.disposal = disposal;
    this.config = config;
    this.ids = ids;
    this.clock = clock;
    this.turns = new Semaphore(config.baseModels().checksAtOnce(), true);
  }

  /**
   * Makes a model of what a user sends; or finds the one that it has become before.
   *
   * @param announcedBytes how long the client says the body is; negative when it does not say
   * @throws ConflictException if the key was used for another model
   * @throws PayloadTooLargeException if it is larger than allowed
   * @throws UnprocessableException if it is no model
   */
  ModelImports.Addition take(ImportRequest request, long announcedBytes, InputStream body) {
    var maxBytes = config.maxArchiveSize().asLongValue();
    if (announcedBytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try (var upload =
        ReceivedUpload.receive(body, config.workDirectory(), maxBytes, () -> tooLarge(maxBytes))) {
      turns.acquireUninterruptibly();
      try {
        return store(request, ImportArchive.of(upload, request, verifier, maxBytes));
      } finally {
        turns.release();
      }
    }
  }

  private ModelImports.Addition store(ImportRequest request, ImportArchive archive) {
    var model =
        new ImportedModel(
            request.projectId(),
            request.name(),
            request.description(),
            request.key(),
            archive.manifest(),
            archive.digest().sha256(),
            archive.digest().sizeBytes());
    var earlier = models.earlier(model);
    if (earlier.isPresent()) {
      return new ModelImports.Addition(earlier.get(), false);
    }
    var id = ids.next();
    var key = Buckets.archiveKey(id, model.sha256());
    disposal.noteStoring(key);
    storage.put(Buckets.MODELS, key, archive.file(), "application/zip");
    ModelImports.Addition addition;
    try {
      addition = models.add(id, model, key, now());
    } catch (ConflictException e) {
      discard(key);
      throw e;
    }
    if (!addition.created()) {
      discard(key);
    }
    LOG.infof(
        "Model imported modelId=%s projectId=%s created=%s",
        addition.model().id(), request.projectId(), addition.created());
    return addition;
  }

  /** Nothing writes there any more. */
  private void discard(String key) {
    disposal.note(key, now());
    disposal.removeEarly(key);
  }

  private static PayloadTooLargeException tooLarge(long maxBytes) {
    return new PayloadTooLargeException(
        "A model may have at most %d bytes.".formatted(maxBytes), maxBytes);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
