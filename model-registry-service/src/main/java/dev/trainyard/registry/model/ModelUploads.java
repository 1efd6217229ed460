package dev.trainyard.registry.model;

import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.registry.archive.UploadMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings models from agents into the storage: register → upload → check → store → row. Storage is
 * spoken to outside of transactions; an object is noted for disposal before it is written and until
 * a row refers to it. Thread-safe.
 */
@ApplicationScoped
class ModelUploads {
  private static final Logger LOG = Logger.getLogger(ModelUploads.class);

  private final ModelStore models;
  private final ModelCompletion completion;
  private final ReceivedArchives received;
  private final UploadAddresses addresses;
  private final IdGenerator ids;
  private final Clock clock;

  ModelUploads(
      ModelStore models,
      ModelCompletion completion,
      ReceivedArchives received,
      UploadAddresses addresses,
      IdGenerator ids,
      Clock clock) {
    this.models = models;
    this.completion = completion;
    this.received = received;
    this.addresses = addresses;
    this.ids = ids;
    this.clock = clock;
  }

  /** Notes a model and says where to upload it; the same again for the same attempt. */
  ModelStore.Registration register(RegisterModelRequest request) {
    var now = now();
    var expiresAt = now.plus(addresses.validity());
    var newId = ids.next();
    // Before the row: without storage there is no registration.
    var newUrl = addresses.whole(newId);
    var registration = models.register(newId, request, now, expiresAt);
    var model = registration.model();
    // A rejected one gets an address: an agent that knows READY only sends its archive once more.
    if (model.status() == ModelStatus.READY) {
      return registration;
    }
    var url = registration.created() ? newUrl : addresses.whole(model.id());
    LOG.infof(
        "Model registered modelId=%s processId=%s attempt=%d",
        model.id(), model.processId(), model.attempt());
    return new ModelStore.Registration(
        model.withUpload(new UploadView("PUT", url, expiresAt)), registration.created());
  }

  /** Checks what was uploaded, stores it for good and makes the model ready. */
  ModelView complete(UUID id, CompleteModelRequest request) {
    var present = models.get(id);
    if (present.status() != ModelStatus.PENDING) {
      return ModelCompletion.requireSame(present, request);
    }
    try {
      return verifyAndStore(id, request);
    } catch (UploadMissingException e) {
      // The upload goes with the first success: whoever came second finds the model ready.
      var now = models.get(id);
      if (now.status() != ModelStatus.PENDING) {
        return ModelCompletion.requireSame(now, request);
      }
      throw e;
    }
  }

  private ModelView verifyAndStore(UUID id, CompleteModelRequest request) {
    try (var archive = received.fetch(id, request)) {
      var key = received.store(id, archive, request.sha256());
      var ready = completion.complete(id, key, request, archive.manifest(), now());
      received.remove(id);
      LOG.infof(
          "Model complete modelId=%s processId=%s status=%s",
          id, ready.processId(), ready.status());
      return ready;
    }
  }

  /** As exact as the database keeps it, so that a view is the same before and after. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
