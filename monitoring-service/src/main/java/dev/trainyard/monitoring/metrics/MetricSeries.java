package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Measurements of one attempt of a process, as curves.
 *
 * @param processId the process
 * @param attempt the attempt; 0 when the process has no points yet
 * @param attempts the attempts that have points
 * @param metrics what the attempt can have curves of; those that the training has named itself are
 *     the last
 * @param curves one for each metric that was asked for, without values where it has none
 * @param gaps where reports of the machine have not come
 * @param latest the attempt's newest iteration, whatever the range; absent without any
 * @param total points of the attempt, whatever the range
 * @param position what to give the stream as {@code after}, to go on where this answer ends
 */
@Schema(description = "Measurements of one attempt, as curves by iteration.")
public record MetricSeries(
    UUID processId,
    @Schema(examples = "1") int attempt,
    @Schema(examples = "[1]") List<Integer> attempts,
    @Schema(examples = "[\"learningRate\", \"trainLoss\", \"gradientNorm\"]") List<String> metrics,
    List<Curve> curves,
    List<Gap> gaps,
    MetricPoint latest,
    @Schema(examples = "240") long total,
    @Schema(examples = "1240") long position) {

  /**
   * The values of one metric, by iteration. When there are too many, those that draw the same
   * curve: of each of equal windows of iterations the first, the last, the smallest and the
   * largest. All lists are of one length.
   *
   * @param metric its name, as in the points
   * @param total how many values the range has
   * @param windowPoints how many values the window has that a value was chosen from; 1 everywhere
   *     when none was left out
   */
  @Schema(description = "The values of one metric; the lists are of one length.")
  public record Curve(
      @Schema(examples = "trainLoss") String metric,
      @Schema(examples = "240") long total,
      @Schema(examples = "[100, 200]") List<Integer> iterations,
      @Schema(examples = "[0.2, 0.4]") List<Double> epochs,
      @Schema(examples = "[\"2026-11-23T12:00:00Z\", \"2026-11-23T12:01:00Z\"]")
          List<Instant> times,
      @Schema(examples = "[0.41, 0.32]") List<Double> values,
      @Schema(examples = "[1, 1]") List<Integer> windowPoints) {}

  /**
   * Reports that have not come, though later ones have.
   *
   * @param afterIteration the last iteration that is known before them, 0 at the beginning
   * @param beforeIteration the first iteration that is known after them
   * @param reports how many are missing
   */
  @Schema(description = "Reports that have not come, though later ones have.")
  public record Gap(
      @Schema(examples = "400") int afterIteration,
      @Schema(examples = "600") int beforeIteration,
      @Schema(examples = "3") long reports) {}
}
