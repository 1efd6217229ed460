package dev.trainyard.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Keep;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.StopSignal;
import dev.trainyard.trainer.TrainingFailure;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.data.BatchLoader;
import dev.trainyard.trainer.evaluation.Evaluation;
import dev.trainyard.trainer.evaluation.Evaluator;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.trainer.network.MomentumOptimizer;
import dev.trainyard.trainer.remaining.RemainingTime;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Trains a network: batches, steps, reports, evaluations, checkpoints. Runs on one thread, the one
 * that opened the device. Owns the optimizer's native memory: close it.
 */
public final class TrainingLoop implements AutoCloseable {
  // An evaluation is a good moment for a checkpoint, but not if evaluations are seconds apart.
  private static final double CHECKPOINT_SECONDS_AT_EVALUATION = 15;
  private static final double NANOS = 1e9;

  /** The value that the first point after a checkpoint has: the iteration it was written at. */
  private static final String CHECKPOINT = "checkpoint";

  private final Compute compute;
  private final NDManager manager;
  private final TrainingParameters parameters;
  private final int trainImages;
  private final Evaluator evaluator;
  private final MessageSink sink;
  private final StopSignal stop;
  private final Clock clock;
  private final CheckpointStore store;
  private final LearningRateSchedule schedule;
  private final RunningLoss loss;

  private Classifier classifier;
  private MomentumOptimizer optimizer;
  private Progress progress;
  private RemainingTime remaining;
  private ProgressMeter meter;
  private long lastCheckpoint;
  private Integer unreportedCheckpoint;
  private int iterationsDone;
  private long iterationNanos;
  private long waitedNanos;

  /**
   * What a loop works with.
   *
   * @param trainImages size of the train set
   */
  public record Context(
      Compute compute,
      TrainingParameters parameters,
      int trainImages,
      Evaluator evaluator,
      MessageSink sink,
      StopSignal stop,
      Clock clock) {}

  TrainingLoop(
      Context context,
      CheckpointStore store,
      Classifier classifier,
      Progress progress,
      Map<String, Tensor> momentum) {
    this.compute = context.compute();
    this.manager = compute.manager().newSubManager();
    this.parameters = context.parameters();
    this.trainImages = context.trainImages();
    this.evaluator = context.evaluator();
    this.sink = context.sink();
    this.stop = context.stop();
    this.clock = context.clock();
    this.store = store;
    this.schedule = new LearningRateSchedule(parameters.learningRate(), parameters.iterations());
    this.classifier = classifier;
    this.optimizer = new MomentumOptimizer(manager, classifier, momentum);
    this.progress = progress;
    this.unreportedCheckpoint = progress.iteration() > 0 ? progress.iteration() : null;
    this.loss = new RunningLoss(manager);
  }

  /** Iterations done before this loop began. */
  public int resumedFrom() {
    return progress.iteration();
  }

  /**
   * Trains to the end.
   *
   * @param loader gives the batches from the next iteration on
   * @throws StopSignal.StopRequested if a stop was requested; a checkpoint is written then
   * @throws TrainingFailure {@code DIVERGED} if the loss is no number any more, also at a stop
   */
  public void run(BatchLoader loader) throws IOException, InterruptedException {
    int first = progress.iteration() + 1;
    long start = System.nanoTime();
    lastCheckpoint = start;
    remaining = new RemainingTime(plan(), progress.iteration());
    meter = new ProgressMeter(remaining, parameters.batchSize(), progress.iteration(), start);
    if (evaluationDue(progress.iteration()) && !isEvaluated()) {
      // A stop came in the middle of this evaluation.
      evaluateAndReport(progress.iteration());
    }
    while (!progress.finished() && progress.iteration() < parameters.iterations()) {
      int iteration = progress.iteration() + 1;
      long asked = System.nanoTime();
      try (var batch = loader.next()) {
        waitedNanos = loader.waitedNanos();
        step(batch, iteration);
      }
      long done = System.nanoTime();
      iterationNanos += done - asked;
      iterationsDone++;
      meter.iterated(done, waitedNanos);
      sink.alive();
      progress = progress.at(iteration);
      if (evaluationDue(iteration)) {
        evaluateAndReport(iteration);
      } else if (iteration == first
          || meter.secondsSinceReport(System.nanoTime()) >= parameters.updatePeriodSeconds()) {
        report(iteration, drainLoss(), null);
      }
      checkpointIfDue(parameters.checkpointIntervalSeconds());
      if (stop.isRequested()) {
        stopHere();
      }
    }
    checkpoint();
  }

  private RemainingTime.Plan plan() {
    return new RemainingTime.Plan(
        parameters.iterations(),
        parameters.evaluationInterval(),
        parameters.batchSize(),
        trainImages,
        evaluator.testImages(),
        parameters.freezeBackboneIterations(),
        parameters.earlyStoppingPatience(),
        parameters.checkpointIntervalSeconds(),
        CHECKPOINT_SECONDS_AT_EVALUATION);
  }

  private boolean evaluationDue(int iteration) {
    return iteration > 0
        && (iteration % parameters.evaluationInterval() == 0
            || iteration == parameters.iterations());
  }

  private boolean isEvaluated() {
    return progress.latest() != null && progress.latest().iteration() == progress.iteration();
  }

  private void step(BatchLoader.Batch batch, int iteration) {
    double learningRate = schedule.at(iteration);
    try (var scratch = manager.newSubManager(Device.cpu())) {
      int size = parameters.imageSize();
      var pixels =
          scratch.create(batch.pixels(), new Shape(batch.size(), 3, size, size), DataType.FLOAT32);
      var labels = scratch.create(batch.labels());
      var lossAndNorm =
          iteration <= parameters.freezeBackboneIterations()
              ? optimizer.stepHead(pixels, labels, learningRate)
              : optimizer.step(pixels, labels, learningRate);
      loss.add(lossAndNorm);
    }
  }

  private void evaluateAndReport(int iteration) throws IOException, InterruptedException {
    Double trainLoss = drainLoss();
    long started = System.nanoTime();
    meter.pause(started);
    Evaluation evaluation;
    try {
      evaluation = evaluator.evaluate(classifier, manager);
    } catch (StopSignal.StopRequested e) {
      stopHere();
      throw e;
    }
    if (!Double.isFinite(evaluation.testLoss())) {
      throw diverged(iteration);
    }
    progress = progress.evaluated(evaluation);
    if (parameters.keep() == Keep.BEST && progress.improved()) {
      store.saveBest(iteration, classifier.stateDict());
    }
    if (parameters.earlyStoppingPatience() != null
        && progress.evaluationsWithoutImprovement() >= parameters.earlyStoppingPatience()
        && iteration < parameters.iterations()) {
      progress = progress.finish();
      sink.accept(
          new TrainerMessage.Notice(
              "ended early at iteration %d: %d evaluations without improvement"
                  .formatted(iteration, progress.evaluationsWithoutImprovement())));
    }
    meter.evaluated(System.nanoTime());
    report(iteration, trainLoss, evaluation);
    checkpointIfDue(
        Math.min(parameters.checkpointIntervalSeconds(), CHECKPOINT_SECONDS_AT_EVALUATION));
  }

  private Double drainLoss() {
    var mean = finiteLoss();
    loss.clear();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  private OptionalDouble finiteLoss() {
    var mean = loss.mean();
    if (mean.isPresent() && !Double.isFinite(mean.getAsDouble())) {
      throw diverged(progress.iteration());
    }
    return mean;
  }

  private TrainingFailure diverged(int iteration) {
    return new TrainingFailure(
        FailureCause.DIVERGED,
        ("the loss is no longer a number at iteration %d. Lower learningRate (it is %s; try %s) or"
                + " raise batchSize (it is %d)")
            .formatted(
                iteration,
                parameters.learningRate(),
                parameters.learningRate() / 10,
                parameters.batchSize()),
        List.of());
  }

  private void report(int iteration, Double trainLoss, Evaluation evaluation) {
    double speed = meter.report(System.nanoTime());
    var left =
        progress.finished()
            ? remaining.afterLastIteration()
            : remaining.toTheEnd(progress.evaluationsUntil(parameters.earlyStoppingPatience()));
    Map<String, Double> scalars =
        unreportedCheckpoint == null ? null : Map.of(CHECKPOINT, (double) unreportedCheckpoint);
    unreportedCheckpoint = null;
    sink.accept(
        new TrainerMessage.Metrics(
            new MetricPoint(
                iteration,
                (double) iteration * parameters.batchSize() / trainImages,
                clock.instant(),
                schedule.at(iteration),
                trainLoss,
                speed,
                left.median(),
                left.low(),
                left.high(),
                evaluation == null ? null : evaluation.averagePrecision(),
                evaluation == null ? null : evaluation.accuracy(),
                evaluation == null ? null : evaluation.testLoss(),
                scalars)));
  }

  private void stopHere() throws IOException {
    checkpoint();
    throw new StopSignal.StopRequested();
  }

  private void checkpointIfDue(double seconds) throws IOException {
    if ((System.nanoTime() - lastCheckpoint) / NANOS >= seconds) {
      meter.pause(System.nanoTime());
      checkpoint();
      meter.checkpointed(System.nanoTime());
    }
  }

  private void checkpoint() throws IOException {
    // Weights that are no numbers must not replace the last good ones.
    finiteLoss();
    store.save(progress, classifier.stateDict(), optimizer.state());
    if (progress.best() != null) {
      store.forgetBestExcept(progress.best().iteration());
    }
    lastCheckpoint = System.nanoTime();
    unreportedCheckpoint = progress.iteration();
    sink.accept(new TrainerMessage.Checkpoint(progress.iteration()));
  }

  /** Where the time of the iterations so far went. */
  public LoopTimes times() {
    return new LoopTimes(iterationsDone, iterationNanos / NANOS, waitedNanos / NANOS);
  }

  /** Where the run stands. */
  public Progress progress() {
    return progress;
  }

  /** The weights that the parameters want in the archive. */
  public Map<String, Tensor> keptWeights() throws IOException {
    return switch (parameters.keep()) {
      case LAST -> classifier.stateDict();
      case BEST ->
          progress.improved() && progress.iteration() == progress.best().iteration()
              ? classifier.stateDict()
              : store.loadBest(progress.best().iteration());
    };
  }

  /** The evaluation of those weights. */
  public Progress.Score keptScore() {
    return switch (parameters.keep()) {
      case LAST -> progress.latest();
      case BEST -> progress.best();
    };
  }

  @Override
  public void close() {
    optimizer.close();
    manager.close();
  }
}
