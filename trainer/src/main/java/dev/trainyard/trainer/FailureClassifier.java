package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.compute.OutOfMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in the user's words what went wrong. */
final class FailureClassifier {
  private static final int STACK_LINES = 15;

  private FailureClassifier() {}

  static TrainerMessage.Failure classify(Throwable failure, TrainingParameters parameters) {
    if (failure instanceof TrainingFailure known) {
      return new TrainerMessage.Failure(known.failureCause(), known.getMessage(), known.details());
    }
    String text = messages(failure).toLowerCase(Locale.ROOT);
    if (OutOfMemory.isCauseOf(failure)) {
      return new TrainerMessage.Failure(
          FailureCause.OUT_OF_MEMORY, memoryAdvice(parameters), List.of(firstLine(failure)));
    }
    if (text.contains("cuda") || text.contains("cudnn") || text.contains("cublas")) {
      return new TrainerMessage.Failure(
          FailureCause.GPU_ERROR,
          "the GPU reported an error; check its driver, or train with device CPU",
          stack(failure));
    }
    // Java's name for a mapped file that the disk could not hold.
    if (failure instanceof IOException || failure instanceof InternalError) {
      return new TrainerMessage.Failure(
          FailureCause.STORAGE_ERROR,
          "the machine's disk failed: " + firstLine(failure),
          stack(failure));
    }
    return new TrainerMessage.Failure(
        FailureCause.INTERNAL, "the trainer failed: " + firstLine(failure), stack(failure));
  }

  private static String memoryAdvice(TrainingParameters parameters) {
    int batchSize = parameters.batchSize();
    String advice =
        batchSize > 1
            ? "try batchSize " + batchSize / 2
            : "try imageSize " + Math.max(32, parameters.imageSize() / 64 * 32);
    return "not enough memory for batchSize %d at imageSize %d; %s"
        .formatted(batchSize, parameters.imageSize(), advice);
  }

  private static String messages(Throwable failure) {
    var text = new StringBuilder();
    for (var each = failure; each != null; each = each.getCause()) {
      text.append(each.getMessage()).append('\n');
    }
    return text.toString();
  }

  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse(failure.getClass().getName());
  }

  private static List<String> stack(Throwable failure) {
    var lines = new ArrayList<String>();
    for (var each = failure; each != null && lines.size() < STACK_LINES; each = each.getCause()) {
      lines.add(firstLine(each));
      for (var frame : each.getStackTrace()) {
        if (lines.size() < STACK_LINES) {
          lines.add("  at " + frame);
        }
      }
    }
    return lines;
  }
}
