package dev.trainyard.registry.model;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.UploadMissingException;
import dev.trainyard.registry.disposal.ObjectDisposal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What can be done with models. Storage is spoken to outside of transactions; an object is noted
 * for disposal before it is written and until a row refers to it. Thread-safe.
 */
@ApplicationScoped
class ModelService {
  private static final Logger LOG = Logger.getLogger(ModelService.class);

  /** How long storing a checked archive may take. */
  private static final Duration STORING = Duration.ofHours(1);

  private final ModelStore models;
  private final ArchiveVerifier verifier;
  private final ObjectStorage storage;
  private final ObjectDisposal disposal;
  private final RegistryConfig config;
  private final IdGenerator ids;
  private final Clock clock;

  ModelService(
      ModelStore models,
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
  }

  /** Notes a model and says where to upload it; the same again for the same attempt. */
  ModelStore.Registration register(RegisterModelRequest request) {
    var now = now();
    var expiresAt = now.plus(storage.presignExpiry());
    var newId = ids.next();
    // Before the row: without storage there is no registration.
    var newUrl = storage.presignedPut(Buckets.MODELS, Buckets.uploadKey(newId));
    var registration = models.register(newId, request, now, expiresAt);
    var model = registration.model();
    if (model.status() == ModelStatus.READY) {
      return registration;
    }
    var url =
        registration.created()
            ? newUrl
            : storage.presignedPut(Buckets.MODELS, Buckets.uploadKey(model.id()));
    LOG.infof(
        "Model registered modelId=%s processId=%s attempt=%d",
        model.id(), model.processId(), model.attempt());
    return new ModelStore.Registration(
        model.withUpload(new UploadView("PUT", url, expiresAt)), registration.created());
  }

  /** Checks what was uploaded, stores it for good and makes the model ready. */
  ModelView complete(UUID id, CompleteModelRequest request) {
    var present = models.get(id);
    if (present.status() == ModelStatus.READY) {
      return ModelStore.requireSame(present, request);
    }
    try {
      return verifyAndStore(id, request);
    } catch (UploadMissingException e) {
      // The upload goes with the first success: whoever came second finds the model ready.
      var now = models.get(id);
      if (now.status() == ModelStatus.READY) {
        return ModelStore.requireSame(now, request);
      }
      throw e;
    }
  }

  private ModelView verifyAndStore(UUID id, CompleteModelRequest request) {
    var uploadKey = Buckets.uploadKey(id);
    try (var archive =
        verifier.fetch(Buckets.MODELS, uploadKey, request.sha256(), request.sizeBytes())) {
      var key = Buckets.archiveKey(id, request.sha256());
      disposal.note(key, now().plus(STORING));
      storage.put(Buckets.MODELS, key, archive.file(), "application/zip");
      var ready = models.complete(id, key, request, archive.manifest(), now());
      disposal.removeEarly(uploadKey);
      LOG.infof("Model ready modelId=%s processId=%s", id, ready.processId());
      return ready;
    }
  }

  ModelView get(UUID id) {
    return models.get(id);
  }

  ModelView update(UUID id, String ifMatch, UpdateModelRequest request) {
    return models.update(id, ifMatch, request, now());
  }

  /** Where the archive lies. */
  StoredFile archive(UUID id) {
    return models.archive(id);
  }

  void delete(UUID id) {
    disposal.removeEarly(models.delete(id, now()));
    LOG.infof("Model deleted modelId=%s", id);
  }

  /** Deletes the models whose upload never came. */
  void deleteAbandoned() {
    var before = now().minus(config.abandonedAfter());
    var abandoned = models.deleteAbandoned(before);
    while (abandoned.isPresent()) {
      LOG.infof("Abandoned upload deleted key=%s", abandoned.get());
      disposal.removeEarly(abandoned.get());
      abandoned = models.deleteAbandoned(before);
    }
  }

  /** As exact as the database keeps it, so that a view is the same before and after. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
