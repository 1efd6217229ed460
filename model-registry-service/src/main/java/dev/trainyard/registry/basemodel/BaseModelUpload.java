package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ReceivedUpload;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Brings base models from users into the storage: receive on disk → check → store → row. Whatever
 * fails, nothing stays. Only some are checked and stored at a time, which bounds memory; the others
 * wait with their clients. Thread-safe.
 */
@ApplicationScoped
class BaseModelUpload {
  private static final Logger LOG = Logger.getLogger(BaseModelUpload.class);

  private final BaseModelStore baseModels;
  private final BaseModelArchives archives;
  private final ObjectStorage storage;
  private final RegistryConfig config;
  private final IdGenerator ids;
  private final Clock clock;
  private final Semaphore turns;

  BaseModelUpload(
      BaseModelStore baseModels,
      BaseModelArchives archives,
      ObjectStorage storage,
      RegistryConfig config,
      IdGenerator ids,
      Clock clock) {
    this.baseModels = baseModels;
    this.archives = archives;
    this.storage = storage;
    this.config = config;
    this.ids = ids;
    this.clock = clock;
    this.turns = new Semaphore(config.baseModels().checksAtOnce(), true);
  }

  /**
   * Makes a base model of what a user sends.
   *
   * @param announcedBytes how long the client says the body is; negative when it does not say
   * @throws ConflictException if the name is taken
   * @throws PayloadTooLargeException if it is larger than allowed
   * @throws UnprocessableException if it is no base model
   */
  BaseModelView upload(UploadRequest request, long announcedBytes, InputStream body) {
    baseModels.requireFree(request.name());
    var maxBytes = config.baseModels().maxUploadSize().asLongValue();
    if (announcedBytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try (var upload =
        ReceivedUpload.receive(body, config.workDirectory(), maxBytes, () -> tooLarge(maxBytes))) {
      turns.acquireUninterruptibly();
      try {
        return store(request, upload, maxBytes);
      } finally {
        turns.release();
      }
    }
  }

  private static PayloadTooLargeException tooLarge(long maxBytes) {
    return new PayloadTooLargeException(
        "A base model may have at most %d bytes. Save the weights alone, without the optimiser, in float32."
            .formatted(maxBytes),
        maxBytes);
  }

  private BaseModelView store(UploadRequest request, ReceivedUpload upload, long maxBytes) {
    // Of many at once with one name, only the first is worth checking.
    baseModels.requireFree(request.name());
    var archive = UploadedArchive.check(upload, request.architecture(), maxBytes);
    var model =
        new BaseModel(
            ids.next(),
            request,
            archive.configuration(),
            archive.digest(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    var created =
        archives.keep(
            model,
            () ->
                storage.put(
                    Buckets.BASE_MODELS, model.archiveKey, archive.file(), "application/zip"));
    LOG.infof(
        "Base model uploaded baseModelId=%s sha256=%s sizeBytes=%d",
        created.id(), created.sha256(), created.sizeBytes());
    return created;
  }
}
