package dev.trainyard.registry.prediction;

import dev.trainyard.kit.problem.ProblemException;
import java.time.Duration;

/** A model could not be tried, for a reason that is not the image's. */
public class PredictionException extends ProblemException {
  private PredictionException(String kind, String title, int status, String detail) {
    super(kind, title, status, detail);
  }

  static PredictionException notConfigured() {
    return new PredictionException(
        "prediction-not-configured",
        "Not implemented",
        501,
        "This registry has no trainer to try models with. Set trainyard.registry.prediction.trainer-jar to the trainer.jar of this release, or trainyard.registry.prediction.trainer-command.");
  }

  static PredictionException timedOut(Duration timeout) {
    return new PredictionException(
        "prediction-timed-out",
        "Gateway timeout",
        504,
        "The trainer did not answer within %d s and was ended. Try a smaller image, or raise trainyard.registry.prediction.timeout."
            .formatted(timeout.toSeconds()));
  }

  /**
   * @param reason the trainer's last words
   */
  static PredictionException failed(String reason) {
    return new PredictionException(
        "prediction-failed",
        "Bad gateway",
        502,
        "The trainer could not try the model: %s".formatted(reason));
  }

  static PredictionException killed(int exitCode, long memoryBytes) {
    return new PredictionException(
        "prediction-failed",
        "Bad gateway",
        502,
        "The trainer ended with exit code %d and without a word. Perhaps %d MiB are too little: raise trainyard.registry.prediction.memory-limit and trainer-java-options."
            .formatted(exitCode, memoryBytes >> 20));
  }
}
