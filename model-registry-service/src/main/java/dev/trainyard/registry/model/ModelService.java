package dev.trainyard.registry.model;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.registry.RegistryConfig;
import jakarta.enterprise.context.ApplicationScoped;
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
  private final ObjectDisposal disposal;
  private final RegistryConfig config;
  private final Clock clock;

  ModelService(
      ModelStore models,
      ModelCompletion completion,
      ObjectDisposal disposal,
      RegistryConfig config,
      Clock clock) {
    this.models = models;
    this.completion = completion;
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
