package dev.trainyard.template.template;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.template.dataset.DatasetStore;
import dev.trainyard.template.modeltype.ModelTypeService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What holds between a template and the rest of the database. Wants a transaction. */
@ApplicationScoped
class TemplateRules {
  private final TemplateStore templates;
  private final DatasetStore datasets;
  private final ModelTypeService modelTypes;

  TemplateRules(TemplateStore templates, DatasetStore datasets, ModelTypeService modelTypes) {
    this.templates = templates;
    this.datasets = datasets;
    this.modelTypes = modelTypes;
  }

  /**
   * Checks what a template is to say. What it names stays until the transaction ends.
   *
   * @param self the template that is changed; empty for a new one
   * @return the content with names as they were given
   * @throws InvalidRequestException if there is no such model type or dataset
   * @throws ConflictException if the name is taken
   */
  TemplateContent check(UUID projectId, TemplateContent content, Optional<UUID> self) {
    if (content.datasetId() != null) {
      datasets.requireShared(projectId, content.datasetId());
    }
    templates
        .withName(projectId, content.name())
        .filter(other -> !self.equals(Optional.of(other.id())))
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "name-taken",
                  "The template " + other.name() + " of this project has this name already.",
                  Map.of("field", "name", "templateId", other.id()));
            });
    return content.withModelType(modelTypes.requireKnown(content.modelType()));
  }
}
