package dev.trainyard.registry.gate;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What models must reach; at least one of the two.
 *
 * @param minimumAveragePrecision on the test set; null for any
 * @param maximumClassDrop how much less than the champion's the average precision of a class may
 *     be; null for any
 * @param alias what the champion is called; null for champion
 */
@Schema(description = "What models must reach; at least one of the two figures.")
public record GateRequest(
    @DecimalMin(value = "0", message = FIGURE) @DecimalMax(value = "1", message = FIGURE) @Schema(examples = "0.9")
        Double minimumAveragePrecision,
    @DecimalMin(value = "0", message = FIGURE) @DecimalMax(value = "1", message = FIGURE) @Schema(examples = "0.05")
        Double maximumClassDrop,
    @EntityName @Schema(description = "champion if absent.", examples = "champion") String alias) {
  private static final String FIGURE = "must be from 0 to 1";

  public GateRequest {
    alias = alias == null ? "champion" : alias;
  }

  boolean isEmpty() {
    return minimumAveragePrecision == null && maximumClassDrop == null;
  }
}
