package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.registry.model.TrainedModels;
import dev.trainyard.registry.usage.BaseModelUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Tells where base models are used. Thread-safe. */
@ApplicationScoped
class BaseModelUses {
  private final BaseModelStore baseModels;
  private final BaseModelUsage usage;
  private final TrainedModels models;

  BaseModelUses(BaseModelStore baseModels, BaseModelUsage usage, TrainedModels models) {
    this.baseModels = baseModels;
    this.usage = usage;
    this.models = models;
  }

  /**
   * @throws NotFoundException if there is no such base model
   * @throws DependencyUnavailableException if another service does not answer
   */
  BaseModelUsesView of(UUID id) {
    var name = baseModels.find(id).name;
    return BaseModelUsesView.of(usage.of(name), models.countBegunFrom(name));
  }
}
