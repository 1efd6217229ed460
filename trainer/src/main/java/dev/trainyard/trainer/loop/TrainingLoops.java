package dev.trainyard.trainer.loop;

import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.trainer.network.MemoryFormat;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.InvalidCheckpointException;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Begins a training, or goes on with one from its checkpoint. */
public final class TrainingLoops {
  private TrainingLoops() {}

  /**
   * A network to train, and where its training stands.
   *
   * @param classifier owned by whoever asked for it
   */
  public record Start(
      Classifier classifier,
      Progress progress,
      Map<String, Tensor> momentum,
      CheckpointStore store) {
    /** The loop that trains it. */
    public TrainingLoop loop(TrainingLoop.Context context) {
      return new TrainingLoop(context, store, classifier, progress, momentum);
    }
  }

  /**
   * Goes on from the checkpoint in a folder if that is wanted and possible, and begins anew
   * otherwise; says so if a checkpoint could not be used.
   *
   * @param run fingerprint of all that two attempts of one run have in common
   * @param fresh makes the weights to begin with
   */
  public static Start start(
      TrainingLoop.Context context,
      Path folder,
      String run,
      boolean resume,
      Architecture architecture,
      int classes,
      Supplier<Weights> fresh)
      throws IOException {
    var store = new CheckpointStore(folder, run);
    if (resume) {
      var saved = load(context, store);
      if (saved.isPresent()) {
        var weights =
            Weights.of(architecture, classes, saved.get().weights(), context.parameters().seed());
        return new Start(
            network(context, weights), saved.get().progress(), saved.get().momentum(), store);
      }
    }
    store.clear();
    return new Start(network(context, fresh.get()), Progress.start(), Map.of(), store);
  }

  private static Classifier network(TrainingLoop.Context context, Weights weights) {
    var parameters = context.parameters();
    return new Classifier(
        context.compute().manager(),
        weights,
        MemoryFormat.forBatches(parameters.batchSize(), parameters.imageSize()),
        context.compute().decide(parameters.precision()));
  }

  private static Optional<CheckpointStore.Saved> load(
      TrainingLoop.Context context, CheckpointStore store) throws IOException {
    try {
      var saved = store.load();
      if (saved.isEmpty()) {
        context
            .sink()
            .accept(
                new TrainerMessage.Notice("there is no checkpoint of this run; it begins anew"));
      }
      return saved;
    } catch (InvalidCheckpointException e) {
      context
          .sink()
          .accept(
              new TrainerMessage.Notice(
                  "the checkpoint cannot be read (%s); the run begins anew"
                      .formatted(e.getMessage())));
      return Optional.empty();
    }
  }
}
