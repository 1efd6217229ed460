package dev.trainyard.template.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.training.TrainingParameters;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A template as a document that means the same in another installation: what it refers to has names
 * there, not ids.
 *
 * @param formatVersion 1
 * @param name unique within the project, compared without case
 * @param description free text; absent is empty
 * @param modelType name of a model type
 * @param baseModel name of a base model
 * @param dataset the dataset to train on; absent: the newest when a process is created
 * @param parameters how to train; absent ones are as the model type says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "formatVersion",
  "name",
  "description",
  "modelType",
  "baseModel",
  "dataset",
  "parameters"
})
@Schema(
    examples =
        "{\"formatVersion\": 1, \"name\": \"digits-fast\", \"modelType\": \"classifier\","
            + " \"baseModel\": \"base-resnet18\", \"dataset\": {\"name\": \"digits\", \"version\":"
            + " 1}, \"parameters\": {\"iterations\": 300}}")
public record TemplateDocument(
    Integer formatVersion,
    String name,
    String description,
    String modelType,
    String baseModel,
    DatasetReference dataset,
    @Schema(implementation = TrainingParameters.class) JsonNode parameters) {

  /** The version of the format that this class is. */
  static final int FORMAT_VERSION = 1;

  /**
   * A version of a dataset.
   *
   * @param name its name, compared without case
   * @param version its version; absent: the newest there is
   * @param digest SHA-256 of its archive in lower-case hex; absent: any will do
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DatasetReference(String name, Integer version, String digest) {}
}
