package dev.trainyard.registry.model;

import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Points aliases at models. All changes of the aliases of one name in one project happen one after
 * the other: each holds the name's series locked, then the models it is about. So whoever is told
 * last holds the alias, and the events of a model come in the order of its changes. Thread-safe.
 */
@ApplicationScoped
class AliasService {
  private static final Logger LOG = Logger.getLogger(AliasService.class);

  private static final String HOLDER =
      "select m from Model m, ModelAlias a where a.id = ?1 and m.id = a.modelId";

  private final EntityManager entities;
  private final ModelStore models;
  private final ModelSeries series;
  private final Clock clock;

  AliasService(EntityManager entities, ModelStore models, ModelSeries series, Clock clock) {
    this.entities = entities;
    this.models = models;
    this.series = series;
    this.clock = clock;
  }

  /**
   * Points an alias at a model, and takes it from the one that has it.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet, or its gate rejected it
   */
  @Transactional
  ModelView point(UUID modelId, String alias) {
    series.lockOf(modelId);
    var target = models.complete(modelId, LockModeType.PESSIMISTIC_WRITE);
    requirePassed(target);
    var id = idOf(target, alias);
    var present = entities.find(ModelAlias.class, id);
    if (present != null && present.isExactly(alias, modelId)) {
      return models.view(target);
    }
    // With everything locked, so that times are in the order of the changes.
    var now = now();
    if (present == null) {
      entities.persist(new ModelAlias(id, alias, modelId));
    } else {
      var holderId = present.modelId;
      present.pointAt(alias, modelId);
      if (!holderId.equals(modelId)) {
        models.changedAliases(models.find(holderId, LockModeType.PESSIMISTIC_WRITE), now);
      }
    }
    models.changedAliases(target, now);
    LOG.infof("Alias pointed at a model alias=%s modelId=%s", alias, modelId);
    return models.view(target);
  }

  /**
   * Takes an alias away from a model.
   *
   * @throws NotFoundException if there is no such model, or it does not have the alias
   */
  @Transactional
  void remove(UUID modelId, String alias) {
    series.lockOf(modelId);
    var model = models.find(modelId, LockModeType.PESSIMISTIC_WRITE);
    var present = entities.find(ModelAlias.class, idOf(model, alias));
    if (present == null || !present.modelId.equals(modelId)) {
      throw new NotFoundException("alias of the model " + modelId + " called", alias);
    }
    entities.remove(present);
    models.changedAliases(model, now());
    LOG.infof("Alias removed alias=%s modelId=%s", alias, modelId);
  }

  /**
   * The model that an alias points at.
   *
   * @throws NotFoundException if it points at none
   */
  @Transactional
  ModelView holder(UUID projectId, String name, String alias) {
    return entities
        .createQuery(HOLDER, Model.class)
        .setParameter(1, new ModelAlias.Id(projectId, NameKey.of(name), NameKey.of(alias)))
        .getResultStream()
        .findFirst()
        .map(models::view)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "model " + name + " in the project " + projectId + " with the alias", alias));
  }

  private static void requirePassed(Model model) {
    if (model.status == ModelStatus.REJECTED_BY_GATE) {
      throw new ConflictException(
          "model-rejected",
          "The model does not pass the gate and takes no alias: %s Train a better one, or change the gate and have the model judged again with POST /api/v1/models/%s/gate."
              .formatted(String.join(" ", model.gateReasons()), model.id),
          Map.of("modelId", model.id, "gateReasons", model.gateReasons()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static ModelAlias.Id idOf(Model model, String alias) {
    return new ModelAlias.Id(model.projectId, model.nameKey, NameKey.of(alias));
  }
}
