package dev.trainyard.registry.basemodel;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A base model as clients see it.
 *
 * @param architecture the network's graph
 * @param weights where the starting weights come from: {@code RANDOM} means that there is no file
 * @param builtIn whether it comes with the platform
 */
@Schema(description = "An architecture and the starting weights a training begins from.")
public record BaseModelView(
    @Schema(examples = "019ab000-0000-7000-8000-000000000018") UUID id,
    @Schema(examples = "base-resnet18") String name,
    @Schema(examples = "resnet18") String architecture,
    @Schema(examples = "RANDOM") String weights,
    @Schema(examples = "true") boolean builtIn,
    @Schema(examples = "ResNet-18 with random starting weights.") String description,
    @Schema(examples = "2026-11-23T00:00:00Z") Instant createdAt) {

  static BaseModelView of(BaseModel model) {
    return new BaseModelView(
        model.id,
        model.name,
        model.architecture,
        model.weights,
        model.builtIn,
        model.description,
        model.createdAt);
  }
}
