package dev.trainyard.contracts.training;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a training is done. Every component that is absent in JSON takes its default; a value outside
 * its limits is refused.
 *
 * @param allowedExtensions file name extensions that count as images, lower case, with the dot
 * @param augmentation random changes to training images
 * @param dataLoaderWorkers threads that read images, 1 to 64; the trainer caps them at the cores
 * @param batchSize images per iteration, 1 to 1,024
 * @param iterations optimiser steps, 1 to 1,000,000
 * @param learningRate peak learning rate after warm-up, 0 &lt; x ≤ 1
 * @param updatePeriodSeconds seconds between metric reports, 1 to 600
 * @param device where to compute
 * @param imageSize edge of the square network input in pixels, 32 to 1,024, a multiple of 32
 * @param evaluationInterval iterations between evaluations on the test set, at least 1
 * @param seed seed of every random choice
 * @param keep which weights go into the archive
 * @param earlyStoppingPatience evaluations without improvement before the run ends early, at least
 *     1; null never ends it early
 * @param freezeBackboneIterations iterations during which only the head learns and the backbone,
 *     also its batch statistics, stays as it is, 0 to 1,000,000
 * @param checkpointIntervalSeconds seconds between checkpoints, 1 to 3,600
 * @param precision in which numbers the network learns
 * @param resumeAfterCrash whether a trainer that dies is started again from its last checkpoint
 */
public record TrainingParameters(
    @JsonPropertyDescription("File name extensions that count as images.")
        List<String> allowedExtensions,
    @JsonPropertyDescription("Random changes made to training images.") Augmentation augmentation,
    @JsonPropertyDescription("Threads that read and prepare images.") Integer dataLoaderWorkers,
    @JsonPropertyDescription("Images per iteration.") Integer batchSize,
    @JsonPropertyDescription("Optimiser steps.") Integer iterations,
    @JsonPropertyDescription("Peak learning rate: warm-up to it, then cosine decay to about 0.")
        Double learningRate,
    @JsonPropertyDescription("Seconds between metric reports.") Integer updatePeriodSeconds,
    @JsonPropertyDescription("Where the network is computed.") Device device,
    @JsonPropertyDescription("Edge of the square input in pixels; images are letterboxed.")
        Integer imageSize,
    @JsonPropertyDescription("Iterations between evaluations on the test set.")
        Integer evaluationInterval,
    @JsonPropertyDescription("Seed of every random choice.") Long seed,
    @JsonPropertyDescription("Which weights go into the archive.") Keep keep,
    @JsonPropertyDescription("Evaluations without improvement before the run ends early.")
        @JsonInclude(NON_NULL)
        Integer earlyStoppingPatience,
    @JsonPropertyDescription(
            "Iterations at the start in which only the head learns and the base model's other"
                + " layers stay as they are; for fine-tuning on few images.")
        Integer freezeBackboneIterations,
    @JsonPropertyDescription(
            "Seconds between checkpoints; after a crash at most so much work is done again.")
        Integer checkpointIntervalSeconds,
    @JsonPropertyDescription(
            "Numbers in which the network learns. BFLOAT16 is up to twice as fast where the device"
                + " has arithmetic for it; AUTO takes it there, else FLOAT32. Evaluations and the"
                + " model are always of 32 bits.")
        Precision precision,
    @JsonPropertyDescription(
            "A trainer that dies, by a crash or with its machine's restart, is started again from"
                + " its last checkpoint, at most three times.")
        Boolean resumeAfterCrash) {

  /** The extensions a training can be told to read. */
  public static final List<String> SUPPORTED_EXTENSIONS =
      List.of(".jpeg", ".jpg", ".jpe", ".png", ".bmp", ".dib", ".tiff", ".tif");

  /** Above this many iterations a template is accepted with a warning about overfitting. */
  public static final int OVERFITTING_WARNING_ITERATIONS = 5_000;

  public static final int MAX_DATA_LOADER_WORKERS = 64;
  public static final int MAX_BATCH_SIZE = 1_024;
  public static final int MAX_ITERATIONS = 1_000_000;
  public static final int MAX_UPDATE_PERIOD_SECONDS = 600;
  public static final int MIN_IMAGE_SIZE = 32;
  public static final int MAX_IMAGE_SIZE = 1_024;
  public static final int IMAGE_SIZE_STEP = 32;
  public static final int MIN_CHECKPOINT_INTERVAL_SECONDS = 1;
  public static final int MAX_CHECKPOINT_INTERVAL_SECONDS = 3_600;

  /**
   * Fills in defaults and checks limits.
   *
   * @throws InvalidTrainingParametersException if any value lies outside its limits
   */
  @JsonCreator
  public TrainingParameters(
      @JsonProperty("allowedExtensions") List<String> allowedExtensions,
      @JsonProperty("augmentation") Augmentation augmentation,
      @JsonProperty("dataLoaderWorkers") Integer dataLoaderWorkers,
      @JsonProperty("batchSize") Integer batchSize,
      @JsonProperty("iterations") Integer iterations,
      @JsonProperty("learningRate") Double learningRate,
      @JsonProperty("updatePeriodSeconds") Integer updatePeriodSeconds,
      @JsonProperty("device") Device device,
      @JsonProperty("imageSize") Integer imageSize,
      @JsonProperty("evaluationInterval") Integer evaluationInterval,
      @JsonProperty("seed") Long seed,
      @JsonProperty("keep") Keep keep,
      @JsonProperty("earlyStoppingPatience") Integer earlyStoppingPatience,
      @JsonProperty("freezeBackboneIterations") Integer freezeBackboneIterations,
      @JsonProperty("checkpointIntervalSeconds") Integer checkpointIntervalSeconds,
      @JsonProperty("precision") Precision precision,
      @JsonProperty("resumeAfterCrash") Boolean resumeAfterCrash) {
    this.allowedExtensions = normalised(orElse(allowedExtensions, SUPPORTED_EXTENSIONS));
    this.augmentation = orElse(augmentation, Augmentation.ROTATIONS_EXPOSURE_NOISE);
    this.dataLoaderWorkers = orElse(dataLoaderWorkers, 8);
    this.batchSize = orElse(batchSize, 2);
    this.iterations = orElse(iterations, 1_000);
    this.learningRate = orElse(learningRate, 0.005);
    this.updatePeriodSeconds = orElse(updatePeriodSeconds, 5);
    this.device = orElse(device, Device.CUDA);
    this.imageSize = orElse(imageSize, 224);
    this.evaluationInterval = orElse(evaluationInterval, 100);
    this.seed = orElse(seed, 42L);
    this.keep = orElse(keep, Keep.BEST);
    this.earlyStoppingPatience = earlyStoppingPatience;
    this.freezeBackboneIterations = orElse(freezeBackboneIterations, 0);
    this.checkpointIntervalSeconds = orElse(checkpointIntervalSeconds, 60);
    this.precision = orElse(precision, Precision.AUTO);
    this.resumeAfterCrash = orElse(resumeAfterCrash, true);
    var violations = violations();
    if (!violations.isEmpty()) {
      throw new InvalidTrainingParametersException(violations);
    }
  }

  /** Every parameter at its default. */
  public static TrainingParameters defaults() {
    return new TrainingParameters(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null);
  }

  /** What is allowed but probably not wanted, in words for the user; empty if nothing is. */
  public List<String> warnings() {
    if (iterations > OVERFITTING_WARNING_ITERATIONS) {
      return List.of(
          "iterations: "
              + iterations
              + " is over "
              + OVERFITTING_WARNING_ITERATIONS
              + "; the model may overfit. Watch the average precision on the test set.");
    }
    return List.of();
  }

  private List<ParameterViolation> violations() {
    var found = new ArrayList<ParameterViolation>();
    if (allowedExtensions.isEmpty() || !SUPPORTED_EXTENSIONS.containsAll(allowedExtensions)) {
      found.add(
          new ParameterViolation(
              "allowedExtensions",
              "must hold at least one of " + String.join(" ", SUPPORTED_EXTENSIONS)));
    }
    checkRange(found, "dataLoaderWorkers", dataLoaderWorkers, 1, MAX_DATA_LOADER_WORKERS);
    checkRange(found, "batchSize", batchSize, 1, MAX_BATCH_SIZE);
    checkRange(found, "iterations", iterations, 1, MAX_ITERATIONS);
    // Written so that NaN is refused too.
    if (!(learningRate > 0 && learningRate <= 1)) {
      found.add(new ParameterViolation("learningRate", "must be greater than 0 and at most 1"));
    }
    checkRange(found, "updatePeriodSeconds", updatePeriodSeconds, 1, MAX_UPDATE_PERIOD_SECONDS);
    if (imageSize < MIN_IMAGE_SIZE
        || imageSize > MAX_IMAGE_SIZE
        || imageSize % IMAGE_SIZE_STEP != 0) {
      found.add(
          new ParameterViolation(
              "imageSize",
              "must be a multiple of %d between %d and %d"
                  .formatted(IMAGE_SIZE_STEP, MIN_IMAGE_SIZE, MAX_IMAGE_SIZE)));
    }
    checkRange(found, "evaluationInterval", evaluationInterval, 1, MAX_ITERATIONS);
    if (earlyStoppingPatience != null) {
      checkRange(found, "earlyStoppingPatience", earlyStoppingPatience, 1, MAX_ITERATIONS);
    }
    checkRange(found, "freezeBackboneIterations", freezeBackboneIterations, 0, MAX_ITERATIONS);
    checkRange(
        found,
        "checkpointIntervalSeconds",
        checkpointIntervalSeconds,
        MIN_CHECKPOINT_INTERVAL_SECONDS,
        MAX_CHECKPOINT_INTERVAL_SECONDS);
    return found;
  }

  private static void checkRange(
      List<ParameterViolation> found, String field, int value, int minimum, int maximum) {
    if (value < minimum || value > maximum) {
      found.add(
          new ParameterViolation(
              field, "must be between %d and %d, was %d".formatted(minimum, maximum, value)));
    }
  }

  private static List<String> normalised(List<String> extensions) {
    return extensions.stream()
        .map(extension -> extension.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  private static <T> T orElse(T value, T fallback) {
    return value != null ? value : fallback;
  }
}
