package dev.trainyard.bench.trainer;

import dev.trainyard.bench.trainer.ScanPeer.PeerChoice;
import dev.trainyard.bench.trainer.scans.ScanDataset;
import dev.trainyard.contracts.training.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whole trainings on scans, in turn with the peer. Both sides see the same subset, since the peer
 * takes minutes for every epoch of the whole; ours alone goes over the whole once more.
 */
final class ScansBench {
  private static final double LEARNING_RATE = 0.005;
  private static final int TRIAL_SCANS = 24;

  private final Engine engine;
  private final Optional<ScanPeer> peer;
  private final Settings settings;
  private final Path data;
  private final Progress progress;

  /**
   * @param scans train scans in all
   * @param pairScans scans that both sides see
   * @param pairs runs of each side
   * @param epochs of a run, the first included
   */
  record Settings(int scans, int pairScans, int pairs, int epochs) {}

  /**
   * What was measured.
   *
   * @param first both sides' first epoch
   * @param later both sides' other epochs
   */
  record Outcome(Comparison first, Comparison later) {}

  ScansBench(
      Engine engine, Optional<ScanPeer> peer, Settings settings, Path data, Progress progress) {
    this.engine = engine;
    this.peer = peer;
    this.settings = settings;
    this.data = data;
    this.progress = progress;
  }

  Outcome run(Path dataset, Shape shape, Report report) throws IOException {
    var subset = ScanDataset.subset(dataset, settings.pairScans());
    var task = task(subset, settings.pairScans(), shape);
    var what = shape + peer.map(ScanPeer::difference).orElse("");
    var outcome =
        new Outcome(
            new Comparison("A4 scans, first epoch, " + what),
            new Comparison("A4 scans, later epochs, " + what));
    progress.say("%d A4 scans, %s".formatted(settings.pairScans(), what));
    PeerChoice choice = null;
    if (peer.isPresent()) {
      var trial = ScanDataset.subset(dataset, Math.min(TRIAL_SCANS, settings.pairScans()));
      choice = peer.get().fastest(trial, shape, report);
    }
    try (var ours = engine.training();
        var theirs = choice == null ? null : peer.get().start(subset, shape, choice)) {
      for (int pair = 1; pair <= settings.pairs(); pair++) {
        runPair(pair, task, ours, theirs, outcome);
      }
    } finally {
      task.forget();
    }
    report.add(outcome.first());
    report.add(outcome.later());
    return outcome;
  }

  private void runPair(
      int pair, TrainingTask task, Contestant ours, Contestant theirs, Outcome outcome)
      throws IOException {
    task.forget();
    var answer = task.run(ours, task.iterations(settings.epochs()), pair);
    if (theirs == null) {
      outcome.first().addOurs(answer.firstEpoch());
      outcome.later().addOurs(answer.laterEpochs());
      say(pair, answer.firstEpoch(), answer.laterEpochs(), "");
      return;
    }
    double peerFirst = theirs.imagesPerSecond(Map.of());
    double images = 0;
    double seconds = 0;
    for (int epoch = 2; epoch <= settings.epochs(); epoch++) {
      var later = theirs.ask(Map.of());
      images += later.get("images").asDouble();
      seconds += later.get("seconds").asDouble();
    }
    outcome.first().add(answer.firstEpoch(), peerFirst);
    outcome.later().add(answer.laterEpochs(), images / seconds);
    say(
        pair,
        answer.firstEpoch(),
        answer.laterEpochs(),
        String.format(Locale.ROOT, "; peer %.1f, then %.1f", peerFirst, images / seconds));
  }

  private void say(int pair, double first, double later, String peerText) {
    progress.say(
        String.format(
            Locale.ROOT, "  %d: %.1f images/s, then %.1f%s", pair, first, later, peerText));
  }

  /** The whole set, without the peer. */
  void runWhole(Path dataset, Shape shape, Report report) throws IOException {
    progress.say("%d A4 scans, %s, without the peer".formatted(settings.scans(), shape));
    var task = task(dataset, settings.scans(), shape);
    task.forget();
    try (var ours = engine.training()) {
      var answer = task.run(ours, task.iterations(settings.epochs()), 1);
      say(1, answer.firstEpoch(), answer.laterEpochs(), "");
      var first = new Comparison("all %d scans, first epoch".formatted(settings.scans()));
      first.addOurs(answer.firstEpoch());
      report.add(first);
      var later = new Comparison("all %d scans, later epochs".formatted(settings.scans()));
      later.addOurs(answer.laterEpochs());
      report.add(later);
    } finally {
      task.forget();
    }
  }

  private TrainingTask task(Path dataset, int images, Shape shape) {
    return new TrainingTask(
        dataset,
        data.resolve("work-scans"),
        images,
        shape,
        LEARNING_RATE,
        Augmentation.ROTATIONS_EXPOSURE_NOISE);
  }
}
