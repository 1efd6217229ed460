package dev.trainyard.registry.model;

import dev.trainyard.kit.security.AgentScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Keeps agents to the models of the runs on their machines. Thread-safe. */
@ApplicationScoped
class OwnModels {
  private final AgentScope scope;
  private final ModelService models;

  OwnModels(AgentScope scope, ModelService models) {
    this.scope = scope;
    this.models = models;
  }

  /**
   * @throws dev.trainyard.kit.problem.NotFoundException if an agent asks, and the model is to be of
   *     another run than its machine's
   */
  void require(RegisterModelRequest request) {
    scope.requireMachine(request.machineId());
    scope.requireRun(request.processId(), request.attempt());
  }

  /**
   * @throws dev.trainyard.kit.problem.NotFoundException if an agent asks, and the model is of
   *     another run than its machine's
   */
  void require(UUID modelId) {
    if (scope.isAgent()) {
      var model = models.get(modelId);
      scope.requireRun(model.processId(), model.attempt());
    }
  }
}
