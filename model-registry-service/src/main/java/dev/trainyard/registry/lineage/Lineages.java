package dev.trainyard.registry.lineage;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.registry.model.ModelView;
import dev.trainyard.registry.model.TrainedModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/**
 * Tells where models and base models come from and what became of them. What was registered comes
 * before what {@code config.yaml} says. Thread-safe.
 */
@ApplicationScoped
public class Lineages {
  /** The rest is counted, and can be listed with the filters of models. */
  static final int MAX_LINKS = 50;

  private static final int MAX_MODELS_PER_BASE_MODEL = 10;
  private static final String LINEAGE = "lineage";
  private static final String TRAINING = "training";

  private final TrainedModels models;
  private final LineageStore links;

  Lineages(TrainedModels models, LineageStore links) {
    this.models = models;
    this.links = links;
  }

  /**
   * @throws NotFoundException if there is no such model
   */
  @Transactional
  public ModelLineageView ofModel(UUID id) {
    var model = models.view(id);
    var made = links.madeFrom(id, model.sha256(), MAX_LINKS);
    var baseModels =
        made.first().stream().map(base -> links.linked(base, MAX_MODELS_PER_BASE_MODEL)).toList();
    return new ModelLineageView(
        links.model(id).orElseThrow(() -> new NotFoundException("model", id)),
        upstream(model),
        new ModelLineageView.Downstream(baseModels, made.total()));
  }

  /**
   * @throws NotFoundException if there is no such base model
   */
  @Transactional
  public BaseModelLineageView ofBaseModel(UUID id) {
    var base = links.baseModel(id).orElseThrow(() -> new NotFoundException("base model", id));
    return new BaseModelLineageView(
        links.linked(base, MAX_LINKS), base.sourceModelId(), source(base.sourceModelId()));
  }

  private ModelLineageView.Upstream upstream(ModelView model) {
    var config = new ConfigFacts(model.config());
    return new ModelLineageView.Upstream(
        new ModelLineageView.Dataset(
            first(model.datasetId(), config.id(LINEAGE, "datasetId")),
            config.text(LINEAGE, "datasetName"),
            first(model.datasetVersion(), config.number(LINEAGE, "datasetVersion")),
            config.text(LINEAGE, "datasetDigest")),
        new ModelLineageView.Template(
            first(model.templateId(), config.id(LINEAGE, "templateId")),
            first(model.templateName(), config.text(LINEAGE, "templateName")),
            config.number(LINEAGE, "templateRevision"),
            model.projectId(),
            model.projectName()),
        process(model, config),
        new ModelLineageView.Machine(
            first(model.machineId(), config.id(LINEAGE, "machineId")),
            config.text(LINEAGE, "machineName"),
            config.text(TRAINING, "device")),
        baseModel(model, config),
        config.all("parameters"),
        config.texts("versions"));
  }

  private static ModelLineageView.Process process(ModelView model, ConfigFacts config) {
    return new ModelLineageView.Process(
        first(model.processId(), config.id(TRAINING, "processId")),
        config.text(LINEAGE, "processName"),
        model.attempt(),
        config.text(TRAINING, "startedAt"),
        config.text(TRAINING, "finishedAt"));
  }

  private ModelLineageView.BaseModel baseModel(ModelView model, ConfigFacts config) {
    var name = first(model.baseModel(), config.text(LINEAGE, "baseModel"));
    // The first name is the trainer's.
    var noted =
        first(config.text(TRAINING, "baseWeightsSha256"), config.text(TRAINING, "baseModelSha256"));
    if (name == null) {
      return null;
    }
    var base = links.begunFrom(name, noted, model.createdAt());
    var sha256 = first(noted, base.map(LineageStore.Base::sha256).orElse(null));
    var sourceId = base.map(LineageStore.Base::sourceModelId).orElse(null);
    var source = source(sourceId);
    if (source == null && sourceId == null && sha256 != null) {
      // The base model may be gone; its archive was that of the model.
      source = links.modelOfArchive(sha256).orElse(null);
    }
    return new ModelLineageView.BaseModel(
        base.map(LineageStore.Base::id).orElse(null),
        name,
        sha256,
        source == null ? sourceId : source.id(),
        source);
  }

  private LinkedModel source(UUID id) {
    return id == null ? null : links.model(id).orElse(null);
  }

  private static <T> T first(T registered, T written) {
    return registered == null ? written : registered;
  }
}
