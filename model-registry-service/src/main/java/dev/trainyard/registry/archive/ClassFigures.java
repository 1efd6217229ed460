package dev.trainyard.registry.archive;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Figures of one class on the test set; what is not known is null.
 *
 * @param support test images of the class
 */
@Schema(description = "Figures of one class on the test set. What is not known is absent.")
public record ClassFigures(
    @Schema(examples = "30") Integer support,
    @Schema(examples = "0.9667") Double precision,
    @Schema(examples = "0.9355") Double recall,
    @Schema(examples = "0.9508") Double f1,
    @Schema(examples = "0.9871") Double averagePrecision) {

  static ClassFigures of(JsonNode node) {
    var support = node.path("support");
    return new ClassFigures(
        support.isInt() && support.intValue() >= 0 ? support.intValue() : null,
        figure(node.path("precision")),
        figure(node.path("recall")),
        figure(node.path("f1")),
        figure(node.path("averagePrecision")));
  }

  private static Double figure(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
  }
}
