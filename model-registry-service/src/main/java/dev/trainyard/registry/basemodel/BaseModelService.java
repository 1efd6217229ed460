package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.model.TrainedModel;
import dev.trainyard.registry.model.TrainedModels;
import dev.trainyard.weights.ConfigurationFile;
import dev.trainyard.weights.InvalidBaseModelException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Finds base models and makes them of trained models. Thread-safe. */
@ApplicationScoped
class BaseModelService {
  private static final Logger LOG = Logger.getLogger(BaseModelService.class);

  private final BaseModelStore baseModels;
  private final RandomArchives randomArchives;
  private final TrainedModels models;
  private final ObjectStorage storage;
  private final BaseModelArchives archives;
  private final IdGenerator ids;
  private final Clock clock;

  BaseModelService(
      BaseModelStore baseModels,
      RandomArchives randomArchives,
      TrainedModels models,
      ObjectStorage storage,
      BaseModelArchives archives,
      IdGenerator ids,
      Clock clock) {
    this.baseModels = baseModels;
    this.randomArchives = randomArchives;
    this.models = models;
    this.storage = storage;
    this.archives = archives;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @param name the whole name, in any case; empty for all
   */
  Page<BaseModelView> list(Optional<String> name, PageQuery page) {
    return baseModels.list(name, page);
  }

  /**
   * @throws NotFoundException if there is none
   */
  BaseModelView get(UUID id) {
    return BaseModelView.of(baseModels.find(id));
  }

  /**
   * Where the archive lies; an archive of random weights is made if this is the first time.
   *
   * @throws NotFoundException if there is no such base model
   */
  StoredFile archive(UUID id) {
    var found = baseModels.find(id);
    var model = found.isStored() ? found : randomArchives.make(id);
    return model.toFile();
  }

  /**
   * Makes a base model of a trained model; it stays when the model is deleted.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if the name is taken, or the model is pending or rejected by its gate
   * @throws UnprocessableException if the model's config.yaml does not say what a base model must
   */
  BaseModelView create(CreateBaseModelRequest request) {
    var model = models.ready(request.modelId());
    requirePassed(request, model);
    requireUsable(model);
    baseModels.requireFree(request.name());
    var id = ids.next();
    var key = Buckets.baseModelKey(id, model.sha256());
    var created =
        archives.keep(new BaseModel(id, request, model, key, now()), () -> copy(model, key));
    LOG.infof("Base model created baseModelId=%s modelId=%s", id, model.id());
    return created;
  }

  private void copy(TrainedModel model, String key) {
    if (!storage.copy(Buckets.MODELS, model.archiveKey(), Buckets.BASE_MODELS, key)) {
      // Deleted since it was looked up.
      throw new NotFoundException("model", model.id());
    }
  }

  private static void requirePassed(CreateBaseModelRequest request, TrainedModel model) {
    if (!request.acceptRejected() && !model.gateReasons().isEmpty()) {
      throw new ConflictException(
          "model-rejected",
          "The model does not pass the gate: %s To go on from it all the same, say acceptRejected: true."
              .formatted(String.join(" ", model.gateReasons())),
          Map.of("modelId", model.id(), "gateReasons", model.gateReasons()));
    }
  }

  private static void requireUsable(TrainedModel model) {
    try {
      ConfigurationFile.of(model.config());
    } catch (InvalidBaseModelException e) {
      throw new UnprocessableException("modelId", e.getMessage());
    }
  }

  /** As exact as the database keeps it, so that a view is the same before and after. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
