package dev.trainyard.trainer.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.training.TrainingParameters;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code config.yaml}: all that is needed to use a model, and where it comes from.
 *
 * @param formatVersion version of this file's format, now 1
 * @param modelType what the model is for
 * @param architecture torchvision's name of the network
 * @param classes names of the classes; the position is the index of the network's output
 * @param input what the network takes
 * @param metrics figures on the test set
 * @param training how it came about
 * @param parameters the training parameters
 * @param lineage facts from the platform, unchanged
 * @param versions of what trained it
 * @param model the file of weights
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelConfiguration(
    int formatVersion,
    String modelType,
    String architecture,
    List<String> classes,
    Input input,
    Metrics metrics,
    Training training,
    TrainingParameters parameters,
    Map<String, Object> lineage,
    Map<String, String> versions,
    ModelFile model) {

  public static final int FORMAT_VERSION = 1;

  /**
   * What the network takes: a square RGB image, letterboxed on a background, samples between 0 and
   * 1, normalised per channel.
   */
  public record Input(
      int imageSize,
      String channels,
      String resize,
      List<Integer> background,
      List<Float> mean,
      List<Float> standardDeviation) {}

  /** Figures on the test set; the confusion matrix has a row per true class. */
  public record Metrics(
      int iteration,
      double averagePrecision,
      double accuracy,
      double testLoss,
      List<ClassMetrics> perClass,
      List<List<Integer>> confusionMatrix) {}

  /** Figures of one class. */
  public record ClassMetrics(
      String name,
      int support,
      double precision,
      double recall,
      double f1,
      double averagePrecision) {}

  /** How the model came about. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Training(
      String processId,
      int attempt,
      String device,
      String precision,
      long seed,
      int iterations,
      Integer resumedFrom,
      int trainImages,
      int testImages,
      String baseWeightsSha256,
      Instant startedAt,
      Instant finishedAt) {}

  /** The file of weights in the archive. */
  public record ModelFile(String file, String format, String sha256, long sizeBytes) {}
}
