package dev.trainyard.registry.basemodel;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A base model as clients see it. What is not known yet, or does not apply, is absent.
 *
 * @param architecture the network's graph
 * @param weights where the starting weights come from
 * @param builtIn whether it comes with the platform
 * @param classes what the weights tell apart; empty for random ones
 * @param imageSize edge in pixels of the images it was made for
 * @param sourceModelId the model that it was made from
 * @param sha256 digest of the archive, lower-case hex; absent until the archive of a built-in one
 *     is first asked for
 * @param revision for the entity tag
 */
@Schema(description = "An architecture and the starting weights a training begins from.")
public record BaseModelView(
    @Schema(examples = "019ab000-0000-7000-8000-000000000018") UUID id,
    @Schema(examples = "base-resnet18") String name,
    @Schema(examples = "resnet18") String architecture,
    @Schema(
            description =
                "RANDOM: from a random generator. TRAINED: of a trained model. UPLOADED: brought by"
                    + " a user.",
            examples = "RANDOM")
        WeightsOrigin weights,
    @Schema(examples = "true") boolean builtIn,
    @Schema(examples = "ResNet-18 with random starting weights.") String description,
    @Schema(examples = "[\"contract\", \"invoice\"]") List<String> classes,
    @Schema(examples = "224") int imageSize,
    @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID sourceModelId,
    @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    @Schema(examples = "46844402") Long sizeBytes,
    @Schema(examples = "2026-11-23T00:00:00Z") Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    @JsonIgnore @Schema(hidden = true) long revision) {

  static BaseModelView of(BaseModel model) {
    return new BaseModelView(
        model.id,
        model.name,
        model.architecture,
        model.weights,
        model.builtIn,
        model.description,
        model.classes,
        model.imageSize,
        model.sourceModelId,
        model.sha256,
        model.sizeBytes,
        model.createdAt,
        model.author(),
        model.revision);
  }
}
