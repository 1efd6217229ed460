package dev.trainyard.trainer.command;

import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Keep;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.contracts.training.TrainingParameters;
import java.util.List;
import picocli.CommandLine.Option;

/** Every training parameter as an option; what is left out takes its default. */
final class ParameterOptions {
  @Option(
      names = "--allowed-extensions",
      split = ",",
      paramLabel = "EXT",
      description = "File name extensions that count as images, such as .png,.jpg. Default: all.")
  List<String> allowedExtensions;

  @Option(
      names = "--augmentation",
      paramLabel = "KIND",
      description =
          "Random changes to training images: ${COMPLETION-CANDIDATES}."
              + " Default: ROTATIONS_EXPOSURE_NOISE.")
  Augmentation augmentation;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that read images, at most one per core. Default: 8.")
  Integer dataLoaderWorkers;

  @Option(names = "--batch-size", paramLabel = "N", description = "Images per step. Default: 2.")
  Integer batchSize;

  @Option(names = "--iterations", paramLabel = "N", description = "Steps. Default: 1000.")
  Integer iterations;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Peak learning rate, up to 1. Default: 0.005.")
  Double learningRate;

  @Option(
      names = "--update-period",
      paramLabel = "SECONDS",
      description = "Seconds between reports. Default: 5.")
  Integer updatePeriodSeconds;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "${COMPLETION-CANDIDATES}. Without a GPU, CUDA means CPU. Default: CUDA.")
  Device device;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Edge of the square input, a multiple of 32. Default: 224.")
  Integer imageSize;

  @Option(
      names = "--evaluation-interval",
      paramLabel = "N",
      description = "Steps between evaluations on the test set. Default: 100.")
  Integer evaluationInterval;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same model on the CPU. Default: 42.")
  Long seed;

  @Option(
      names = "--keep",
      paramLabel = "WHICH",
      description = "Weights that go into the archive: ${COMPLETION-CANDIDATES}. Default: BEST.")
  Keep keep;

  @Option(
      names = "--early-stopping-patience",
      paramLabel = "N",
      description = "End after so many evaluations without improvement. Default: never.")
  Integer earlyStoppingPatience;

  @Option(
      names = "--freeze-backbone",
      paramLabel = "N",
      description = "Steps at the start in which only the head learns. Default: 0.")
  Integer freezeBackboneIterations;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "SECONDS",
      description = "Seconds between checkpoints, 1 to 3600. Default: 60.")
  Integer checkpointIntervalSeconds;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description =
          "Numbers in which the network learns: ${COMPLETION-CANDIDATES}. BFLOAT16 is up to twice as"
              + " fast where the device has arithmetic for it; AUTO takes it there. Default: AUTO.")
  Precision precision;

  TrainingParameters toParameters() {
    return new TrainingParameters(
        allowedExtensions,
        augmentation,
        dataLoaderWorkers,
        batchSize,
        iterations,
        learningRate,
        updatePeriodSeconds,
        device,
        imageSize,
        evaluationInterval,
        seed,
        keep,
        earlyStoppingPatience,
        freezeBackboneIterations,
        checkpointIntervalSeconds,
        precision,
        null);
  }
}
