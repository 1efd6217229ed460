package dev.trainyard.template.template;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.template.basemodel.BaseModels;
import dev.trainyard.template.modeltype.ModelType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes templates from clients: checks what lies outside the database before a transaction begins,
 * so that none waits for another service.
 */
@ApplicationScoped
public class TemplateEditor {
  private final TemplateService templates;
  private final BaseModels baseModels;

  TemplateEditor(TemplateService templates, BaseModels baseModels) {
    this.templates = templates;
    this.baseModels = baseModels;
  }

  public TemplateView create(UUID projectId, TemplateRequest request) {
    requireModelType(request);
    return templates.create(
        projectId, request.withBaseModel(baseModels.require(request.baseModel())));
  }

  /** Changes a template; the registry is asked only about another base model. */
  public TemplateView update(UUID id, String ifMatch, TemplateRequest request) {
    requireModelType(request);
    var known = templates.get(id).baseModel().equals(request.baseModel());
    var checked = known ? request : request.withBaseModel(baseModels.require(request.baseModel()));
    return templates.update(id, ifMatch, checked);
  }

  /** Makes another template of one that exists; its base model may be gone meanwhile. */
  public TemplateView copy(UUID id, CloneTemplateRequest request) {
    baseModels.require(templates.get(id).baseModel());
    return templates.copy(id, request);
  }

  private static void requireModelType(TemplateRequest request) {
    if (ModelType.of(request.modelType()).isEmpty()) {
      throw new InvalidRequestException(
          "modelType",
          "must be one of "
              + Arrays.stream(ModelType.values())
                  .map(ModelType::typeName)
                  .collect(Collectors.joining(", ")));
    }
  }
}
