package dev.trainyard.registry.model;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.disposal.ObjectDisposal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What can be done with models that there are. Thread-safe. */
@ApplicationScoped
class ModelService {
  private static final Logger LOG = Logger.getLogger(ModelService.class);

  private final ModelStore models;
  private final ModelCompletion completion;
  private final ObjectStorage storage;
  private final ObjectDisposal disposal;
  private final RegistryConfig config;
  private final Clock clock;

  ModelService(
      ModelStore models,
      ModelCompletion completion,
      ObjectStorage storage,
      ObjectDisposal disposal,
      RegistryConfig config,
      Clock clock) {
    this.models = models;
    this.completion = completion;
    this.storage = storage;
    this.disposal = disposal;
    this.config = config;
    this.clock = clock;
  }

  ModelView get(UUID id) {
    return models.get(id);
  }

  ModelView update(UUID id, String ifMatch, UpdateModelRequest request) {
    return models.update(id, ifMatch, request, now());
  }

  /** Judges a model by the gate and the champion that there are now. */
  ModelView judgeAgain(UUID id) {
    return completion.judgeAgain(id, now());
  }

  /** A URL from which the archive can be downloaded for a limited time. */
  URI archive(UUID id) {
    var archive = models.archive(id);
    return storage.presignedGet(Buckets.MODELS, archive.key(), archive.fileName());
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
