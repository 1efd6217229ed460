package dev.trainyard.bench.trainer.engine;

import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Keep;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.StopSignal;
import dev.trainyard.trainer.TrainingRun;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Runs whole trainings as the trainer's command line does. */
final class TrainingWork {
  // By then the first iteration's preparations are over.
  private static final int STEADY_FROM = 4;

  private TrainingWork() {}

  static TrainingAnswer run(TrainingRequest request, Precision precision) {
    var timeline = new Timeline(request.batchSize(), System::nanoTime);
    var run =
        new TrainingRun(
            specification(request, precision), timeline, new StopSignal(), Clock.systemUTC());
    run.execute();
    if (!(timeline.last() instanceof TrainerMessage.Result result)) {
      throw new IllegalStateException("the run ended with " + timeline.last());
    }
    double epoch = (double) request.epochImages() / request.batchSize();
    int end = request.iterations();
    var waited = LoopTimes.waitedShare(run);
    return new TrainingAnswer(
        known(timeline.imagesPerSecond(0, epoch)),
        known(timeline.imagesPerSecond(epoch, end)),
        timeline.imagesPerSecond(Math.min(STEADY_FROM, end - 1), end),
        waited.isPresent() ? waited.getAsDouble() : null,
        result.metrics().get("accuracy"),
        result.metrics().get("averagePrecision"));
  }

  private static Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static RunSpecification specification(TrainingRequest request, Precision precision) {
    int workers = Runtime.getRuntime().availableProcessors();
    var parameters =
        new TrainingParameters(
            null,
            request.augmentation(),
            Math.min(workers, TrainingParameters.MAX_DATA_LOADER_WORKERS),
            request.batchSize(),
            request.iterations(),
            request.learningRate(),
            1,
            Device.CPU,
            request.imageSize(),
            TrainingParameters.MAX_ITERATIONS,
            request.seed(),
            Keep.LAST,
            null,
            null,
            null,
            precision,
            null);
    return new RunSpecification(
        null,
        1,
        request.dataset(),
        request.work(),
        Path.of(request.work()).resolve("model.zip").toString(),
        "resnet18",
        null,
        null,
        parameters,
        false,
        Map.of());
  }
}
