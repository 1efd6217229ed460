package dev.trainyard.template.template;

import dev.trainyard.contracts.training.TrainingParameters;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that a template says, with nothing left open.
 *
 * @param description empty when there is none
 * @param modelType name of a model type
 * @param baseModel name of a base model as the registry writes it
 * @param datasetId null for the newest when a process is created
 */
@Schema(
    examples =
        "{\"name\": \"digits-fast\", \"description\": \"\", \"modelType\": \"classifier\","
            + " \"baseModel\": \"base-resnet18\", \"parameters\": {\"iterations\": 300}}")
public record TemplateContent(
    String name,
    String description,
    String modelType,
    String baseModel,
    UUID datasetId,
    TrainingParameters parameters) {

  /** The same under another name, in a project with these datasets or with others. */
  TemplateContent copied(String copyName, boolean sameProject) {
    return new TemplateContent(
        copyName, description, modelType, baseModel, sameProject ? datasetId : null, parameters);
  }

  /** The same with a model type's name as it was given. */
  TemplateContent withModelType(String typeName) {
    return new TemplateContent(name, description, typeName, baseModel, datasetId, parameters);
  }
}
