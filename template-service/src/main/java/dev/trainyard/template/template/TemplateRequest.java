package dev.trainyard.template.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a client says about a template.
 *
 * @param name unique within the project, compared without case
 * @param description free text; absent is empty
 * @param modelType name of a model type
 * @param baseModel name of a base model in the registry
 * @param datasetId the dataset to train on; absent: the newest when a process is created
 * @param parameters how to train; absent ones are as the model type says, or take their defaults
 */
@Schema(
    description = "A template to create or its new content.",
    examples =
        "{\"name\": \"digits-fast\", \"modelType\": \"classifier\", \"baseModel\":"
            + " \"base-resnet18\", \"parameters\": {\"iterations\": 300, \"imageSize\": 32}}")
public record TemplateRequest(
    @EntityName @Schema(examples = "digits-fast") String name,
    @Size(max = 2000, message = "must have at most 2000 characters") String description,
    @NotBlank(message = "must name a model type; see GET /api/v1/model-types") @Schema(examples = "classifier")
        String modelType,
    @EntityName(message = "must name a base model; see GET /api/v1/base-models")
        @Schema(examples = "base-resnet18")
        String baseModel,
    UUID datasetId,
    @Schema(implementation = TrainingParameters.class) JsonNode parameters) {
  public TemplateRequest {
    description = description == null ? "" : description;
  }

  /** The same with all that was left open. */
  TemplateContent resolved(String registryName, TrainingParameters all) {
    return new TemplateContent(name, description, modelType, registryName, datasetId, all);
  }
}
