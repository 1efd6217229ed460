package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.data.BatchBuffers;
import dev.trainyard.trainer.data.BatchLoader;
import dev.trainyard.trainer.data.DatasetFolder;
import dev.trainyard.trainer.data.DatasetImages;
import dev.trainyard.trainer.data.Fingerprint;
import dev.trainyard.trainer.data.ImageCache;
import dev.trainyard.trainer.data.ImagePreparation;
import dev.trainyard.trainer.data.Normalisation;
import dev.trainyard.trainer.data.SampleOrder;
import dev.trainyard.trainer.data.TrainingBatches;
import dev.trainyard.trainer.data.UnreadableImageException;
import dev.trainyard.trainer.evaluation.Evaluator;
import dev.trainyard.trainer.loop.LoopTimes;
import dev.trainyard.trainer.loop.TrainingLoop;
import dev.trainyard.trainer.loop.TrainingLoops;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.weights.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from dataset to archive. What it has to say goes to the sink; its last message is a
 * result, a stop or a failure. Use it once, on one thread.
 */
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private static final double NOTICED_WAITING = 0.2;

  private final RunSpecification specification;
  private final TrainingParameters parameters;
  private final MessageSink sink;
  private final StopSignal stop;
  private final Clock clock;
  private int lastIteration;
  private LoopTimes times = LoopTimes.NONE;

  public TrainingRun(
      RunSpecification specification, MessageSink sink, StopSignal stop, Clock clock) {
    this.specification = specification;
    this.parameters = specification.parameters();
    this.sink = sink;
    this.stop = stop;
    this.clock = clock;
  }

  /**
   * Trains, and never throws.
   *
   * @return true if the run ended as it should: with a result, or stopped
   */
  public boolean execute() {
    try {
      sink.accept(trainOrStop());
      return true;
    } catch (Exception | Error e) {
      sayFailure(e);
      return false;
    }
  }

  private TrainerMessage trainOrStop() throws IOException, InterruptedException {
    try {
      return train();
    } catch (StopSignal.StopRequested e) {
      return new TrainerMessage.Stopped(lastIteration);
    }
  }

  private void sayFailure(Throwable failure) {
    try {
      sink.accept(FailureClassifier.classify(failure, parameters));
    } catch (TrainingFailure e) {
      LOG.error("The run failed and cannot say so: {}", e.getMessage(), failure);
    }
  }

  /** How long the iterations of this run took, once it has ended. */
  public LoopTimes times() {
    return times;
  }

  /** The mark by which the log tells how often a process was trained, and from where. */
  private void markStart(int fromIteration) {
    if (specification.processId() != null) {
      LOG.info(
          "Trainer started processId={} attempt={} fromIteration={}",
          specification.processId(),
          specification.attempt(),
          fromIteration);
    }
  }

  private TrainerMessage.Result train() throws IOException, InterruptedException {
    Instant started = clock.instant();
    var work = Path.of(specification.workDirectory());
    Files.createDirectories(work);
    var lock = WorkLock.acquire(work, WorkLock.PATIENCE, stop);
    try (lock) {
      return train(work, started);
    }
  }

  private TrainerMessage.Result train(Path work, Instant started)
      throws IOException, InterruptedException {
    var architecture = StartingNetwork.architectureOf(specification);
    var dataset =
        DatasetFolder.scan(
            Path.of(specification.datasetDirectory()), parameters.allowedExtensions());
    dataset.notices().forEach(notice -> sink.accept(new TrainerMessage.Notice(notice)));
    var preflight = new Preflight(specification, architecture, dataset);
    int workerCount = workerCount();
    var workers = Executors.newFixedThreadPool(workerCount, TrainingRun::workerThread);
    try (var compute = Compute.open(parameters.device())) {
      noticeDevice(compute);
      preflight.check(
          Preflight.Resources.of(work, compute), compute.decide(parameters.precision()), sink);
      var test = ImageCache.open(work, "test", dataset.test(), parameters.imageSize(), sink::alive);
      var train =
          ImageCache.open(work, "train", dataset.train(), parameters.imageSize(), sink::alive);
      DatasetImages.decodeAll(test, workers, stop, sink::alive);
      sink.accept(new TrainerMessage.Stage(LaunchStage.TEST_DATASET_READY));
      var session = new Session(architecture, dataset, compute, workers, workerCount, started);
      return session.train(train, test, work);
    } finally {
      workers.shutdownNow();
    }
  }

  /** What one run has in its hands once everything is opened. */
  private final class Session {
    private final Architecture architecture;
    private final DatasetFolder dataset;
    private final Compute compute;
    private final ExecutorService workers;
    private final int workerCount;
    private final Instant started;
    private Normalisation normalisation = Normalisation.IMAGENET;

    Session(
        Architecture architecture,
        DatasetFolder dataset,
        Compute compute,
        ExecutorService workers,
        int workerCount,
        Instant started) {
      this.architecture = architecture;
      this.dataset = dataset;
      this.compute = compute;
      this.workers = workers;
      this.workerCount = workerCount;
      this.started = started;
    }

    TrainerMessage.Result train(ImageCache train, ImageCache test, Path work)
        throws IOException, InterruptedException {
      var startingNetwork = new StartingNetwork(specification, sink);
      normalisation = startingNetwork.normalisation();
      var evaluator =
          new Evaluator(
              test,
              preparation(Augmentation.NONE),
              workers,
              Evaluator.batchSizeFor(parameters.imageSize()),
              stop,
              sink::alive);
      var context =
          new TrainingLoop.Context(compute, parameters, train.size(), evaluator, sink, stop, clock);
      var start =
          TrainingLoops.start(
              context,
              work,
              fingerprint(),
              specification.resume(),
              architecture,
              dataset.classes().size(),
              () -> startingNetwork.create(architecture, dataset.classes()));
      var classifier = start.classifier();
      try (classifier;
          var loop = start.loop(context)) {
        int resumedFrom = loop.resumedFrom();
        lastIteration = resumedFrom;
        markStart(resumedFrom);
        sink.accept(new TrainerMessage.Stage(LaunchStage.RUN_STARTED));
        runLoop(loop, train);
        stop.check();
        noticeWaiting(loop.times());
        return new ModelDelivery(
                specification, architecture, dataset, normalisation, compute, clock, sink)
            .deliver(loop, evaluator, work, started, resumedFrom);
      }
    }

    private void runLoop(TrainingLoop loop, ImageCache train)
        throws IOException, InterruptedException {
      var batches =
          new TrainingBatches(
              train,
              preparation(parameters.augmentation()),
              new SampleOrder(train.size(), parameters.seed()),
              parameters.batchSize());
      try (var loader =
          new BatchLoader(
              workers,
              batches,
              new BatchBuffers(),
              parameters.imageSize(),
              loop.resumedFrom() + 1L,
              parameters.iterations(),
              batches.ahead(workerCount))) {
        loop.run(loader);
      } catch (UnreadableImageException e) {
        // One was found by chance; name all of them at once.
        DatasetImages.decodeAll(train, workers, stop, sink::alive);
        throw new TrainingFailure(FailureCause.DATASET_ERROR, e.getMessage(), e);
      } finally {
        lastIteration = loop.progress().iteration();
        times = loop.times();
      }
    }

    private ImagePreparation preparation(Augmentation augmentation) {
      return new ImagePreparation(
          augmentation, normalisation, parameters.imageSize(), parameters.seed());
    }

    /** What two attempts must have in common for the second to go on from the first. */
    private String fingerprint() {
      var fingerprint =
          new Fingerprint()
              .add(architecture.id())
              .add(parameters.toString())
              .add(normalisation.toString())
              .add(dataset.train().size())
              .add(dataset.test().size());
      dataset.classes().forEach(fingerprint::add);
      return fingerprint.hex(32);
    }
  }

  private void noticeDevice(Compute compute) {
    if (parameters.device() == Device.CUDA && compute.device() == Device.CPU) {
      sink.accept(
          new TrainerMessage.Notice(
              "device CUDA: no GPU that PyTorch can use was found; training on the CPU"));
    }
    if (parameters.precision() == Precision.BFLOAT16 && !compute.hasBfloat16()) {
      sink.accept(
          new TrainerMessage.Notice(
              "precision BFLOAT16: this device has no arithmetic for it and imitates it;"
                  + " FLOAT32 may be faster"));
    }
  }

  private void noticeWaiting(LoopTimes loopTimes) {
    if (loopTimes.waitedShare() > NOTICED_WAITING) {
      sink.accept(
          new TrainerMessage.Notice(
              "the device waited %.0f %% of the time for images; faster disks, more cores or a"
                      .formatted(100 * loopTimes.waitedShare())
                  + " larger dataLoaderWorkers would make training faster"));
    }
  }

  private int workerCount() {
    int cores = Runtime.getRuntime().availableProcessors();
    if (parameters.dataLoaderWorkers() > cores) {
      sink.accept(
          new TrainerMessage.Notice(
              "dataLoaderWorkers: %d capped at the machine's %d cores"
                  .formatted(parameters.dataLoaderWorkers(), cores)));
    }
    return Math.min(parameters.dataLoaderWorkers(), cores);
  }

  private static Thread workerThread(Runnable task) {
    var thread = new Thread(task, "data-worker");
    thread.setDaemon(true);
    return thread;
  }
}
