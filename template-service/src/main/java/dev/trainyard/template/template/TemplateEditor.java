package dev.trainyard.template.template;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.trainyard.template.basemodel.BaseModels;
import dev.trainyard.template.modeltype.ModelTypeService;
import dev.trainyard.template.modeltype.ParameterDefaults;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Takes templates from clients: checks what lies outside the database before a transaction begins,
 * so that none waits for another service.
 */
@ApplicationScoped
public class TemplateEditor {
  private final TemplateService templates;
  private final ModelTypeService modelTypes;
  private final ParameterDefaults defaults;
  private final BaseModels baseModels;

  TemplateEditor(
      TemplateService templates,
      ModelTypeService modelTypes,
      ParameterDefaults defaults,
      BaseModels baseModels) {
    this.templates = templates;
    this.modelTypes = modelTypes;
    this.defaults = defaults;
    this.baseModels = baseModels;
  }

  /**
   * Creates a template.
   *
   * @throws JsonMappingException if a parameter is wrong
   */
  public TemplateView create(UUID projectId, TemplateRequest request) throws JsonMappingException {
    var parameters = modelTypes.parameters(request.modelType(), request.parameters());
    return templates.create(
        projectId, request.resolved(baseModels.require(request.baseModel()), parameters));
  }

  /**
   * Changes a template; the registry is asked only about another base model.
   *
   * @throws JsonMappingException if a parameter is wrong
   */
  public TemplateView update(UUID id, String ifMatch, TemplateRequest request)
      throws JsonMappingException {
    // Not the type's, which may have changed: what was read can be put back as it was.
    var parameters = defaults.fill(null, request.parameters());
    var known = templates.get(id).baseModel().equals(request.baseModel());
    var baseModel = known ? request.baseModel() : baseModels.require(request.baseModel());
    return templates.update(id, ifMatch, request.resolved(baseModel, parameters));
  }

  /** Makes another template of one that exists; its base model may be gone meanwhile. */
  public TemplateView copy(UUID id, CloneTemplateRequest request) {
    baseModels.require(templates.get(id).baseModel());
    return templates.copy(id, request);
  }
}
