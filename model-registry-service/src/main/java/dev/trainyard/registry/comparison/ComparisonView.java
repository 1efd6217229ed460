package dev.trainyard.registry.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.registry.archive.ClassFigures;
import dev.trainyard.registry.model.ModelView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Two models side by side. What only one of them has is absent on the other's side.
 *
 * @param a a model, without its config
 * @param b another one
 * @param metrics final figures on the test set that either has
 * @param perClass the same of each class that either has figures of
 * @param confusionMatrix of both; absent if neither is known, or there are too many classes
 * @param classesOnlyInA classes that b does not tell
 * @param classesOnlyInB classes that a does not tell
 * @param parameters training parameters that differ
 * @param provenance what else differs of what they were made of, by whom and with what
 */
@Schema(description = "Two models side by side.")
public record ComparisonView(
    ModelView a,
    ModelView b,
    List<Metric> metrics,
    List<ClassMetrics> perClass,
    Matrices confusionMatrix,
    @Schema(examples = "[\"receipt\"]") List<String> classesOnlyInA,
    @Schema(examples = "[\"delivery note\"]") List<String> classesOnlyInB,
    List<Fact> parameters,
    List<Fact> provenance) {

  /**
   * One figure.
   *
   * @param difference b minus a; absent unless both are there
   */
  @Schema(description = "A figure of both, and b minus a.")
  public record Metric(
      @Schema(examples = "accuracy") String name,
      @Schema(examples = "0.9267") Double a,
      @Schema(examples = "0.9467") Double b,
      @Schema(examples = "0.02") Double difference) {}

  /**
   * The figures of one class.
   *
   * @param difference b minus a, for each figure that both have
   */
  @Schema(description = "Figures of a class in both, and b minus a.")
  public record ClassMetrics(
      @Schema(examples = "invoice") String name,
      ClassFigures a,
      ClassFigures b,
      ClassFigures difference) {}

  /**
   * Both confusion matrices, with a row for each true class and a column for each predicted one.
   *
   * @param classes what the rows and columns are about: all classes of a, then those only in b
   * @param a counts; null where a does not tell the class
   */
  @Schema(description = "Confusion matrices with the same classes in the same order.")
  public record Matrices(
      @Schema(examples = "[\"contract\", \"invoice\"]") List<String> classes,
      @Schema(examples = "[[29, 1], [2, 28]]") List<List<Integer>> a,
      @Schema(examples = "[[30, 0], [1, 29]]") List<List<Integer>> b) {}

  /** A parameter or fact that is not the same in both. */
  @Schema(description = "What is not the same in both; absent where one does not have it.")
  public record Fact(
      @Schema(examples = "datasetVersion") String name,
      @Schema(implementation = Object.class, examples = "3") JsonNode a,
      @Schema(implementation = Object.class, examples = "4") JsonNode b) {}
}
