package dev.trainyard.template.modeltype;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.naming.OptionalName;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an administrator says about a model type.
 *
 * @param name unique, compared without case; never changes, and can be left out when others do
 * @param title what users see; absent: its name
 * @param description what models of the type are for; absent is empty
 * @param parameters training parameters that templates of the type begin with, where they differ
 *     from the platform's defaults
 */
@Schema(
    description = "A model type to create or its new content.",
    examples =
        "{\"name\": \"passports\", \"title\": \"Passport pages\", \"description\": \"Sorts the"
            + " pages of passports.\", \"parameters\": {\"imageSize\": 384, \"augmentation\":"
            + " \"EXPOSURE_NOISE\"}}")
public record ModelTypeRequest(
    @OptionalName String name,
    @Size(min = 1, max = 200, message = "must have 1 to 200 characters") String title,
    @Size(max = 2000, message = "must have at most 2000 characters") String description,
    @Schema(implementation = TrainingParameters.class) JsonNode parameters) {
  public ModelTypeRequest {
    description = description == null ? "" : description;
    parameters = parameters == null ? JsonNodeFactory.instance.objectNode() : parameters;
  }
}
