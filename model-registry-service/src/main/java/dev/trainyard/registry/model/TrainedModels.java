package dev.trainyard.registry.model;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The models, for other features of this service. Thread-safe. */
@ApplicationScoped
public class TrainedModels {
  private final ModelStore models;

  TrainedModels(ModelStore models) {
    this.models = models;
  }

  /**
   * A model whose archive is stored.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet
   */
  public TrainedModel ready(UUID id) {
    return models.trained(id);
  }

  /**
   * The same, with all that is known of it.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet
   */
  public ModelFacts facts(UUID id) {
    return ModelFacts.of(models.completeView(id));
  }

  /**
   * A model as clients see it, complete or not.
   *
   * @throws NotFoundException if there is no such model
   */
  public ModelView view(UUID id) {
    return models.get(id);
  }

  /** How many models were trained from a base model of this name. */
  public long countBegunFrom(String baseModel) {
    return models.countBegunFrom(baseModel);
  }
}
