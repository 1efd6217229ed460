package dev.trainyard.registry.gate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A gate as clients see it. What models need not reach is absent.
 *
 * @param ownerId the project or the template
 * @param minimumAveragePrecision on the test set
 * @param maximumClassDrop how much less than the champion's the average precision of a class may be
 * @param alias what the champion is called
 * @param revision for the entity tag
 */
@Schema(description = "What the models of a project or of a template must reach.")
public record GateView(
    @Schema(examples = "PROJECT") GateScope scope,
    @Schema(
            description = "The project or the template.",
            examples = "019ab1c0-1111-7c33-9d55-0c2f6d1c9a02")
        UUID ownerId,
    @Schema(examples = "0.9") Double minimumAveragePrecision,
    @Schema(examples = "0.05") Double maximumClassDrop,
    @Schema(examples = "champion") String alias,
    @Schema(examples = "2026-11-23T15:00:00Z") Instant changedAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    @JsonIgnore @Schema(hidden = true) long revision) {

  static GateView of(Gate gate) {
    return new GateView(
        gate.id.scope(),
        gate.id.ownerId(),
        gate.minimumAveragePrecision,
        gate.maximumClassDrop,
        gate.alias,
        gate.changedAt,
        gate.author(),
        gate.revision);
  }
}
