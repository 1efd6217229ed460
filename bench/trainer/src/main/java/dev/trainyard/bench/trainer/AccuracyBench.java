package dev.trainyard.bench.trainer;

import dev.trainyard.contracts.training.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The same recipe on both sides, several seeds: how good the models are. */
final class AccuracyBench {
  private static final Shape SHAPE = new Shape(32, 32);
  private static final int ITERATIONS = 300;
  private static final double LEARNING_RATE = 0.03;
  private static final int TRAIN_IMAGES = 1000;

  private final Engine engine;
  private final Optional<Peer> peer;
  private final Augmentation augmentation;
  private final Path data;
  private final Progress progress;

  AccuracyBench(
      Engine engine, Optional<Peer> peer, Augmentation augmentation, Path data, Progress progress) {
    this.engine = engine;
    this.peer = peer;
    this.augmentation = augmentation;
    this.data = data;
    this.progress = progress;
  }

  /** Fills in {@code accuracy_difference} and {@code average_precision_difference}, in points. */
  void run(Path digitsZip, int seeds, Report report) throws IOException {
    var digits = Digits.unpack(digitsZip, data.resolve("digits"));
    var task =
        new TrainingTask(
            digits,
            data.resolve("work-accuracy"),
            TRAIN_IMAGES,
            SHAPE,
            LEARNING_RATE,
            augmentation);
    var accuracy = new Outcome(new Samples(), new Samples());
    var precision = new Outcome(new Samples(), new Samples());
    try (var ours = engine.training();
        var theirs = peer.isPresent() ? startPeer(peer.get(), digits) : null) {
      for (int seed = 1; seed <= seeds; seed++) {
        var answer = task.run(ours, ITERATIONS, seed);
        accuracy.ours().add(answer.accuracy());
        precision.ours().add(answer.averagePrecision());
        say("trainer", seed, answer.accuracy(), answer.averagePrecision());
        if (theirs != null) {
          var other = theirs.ask(Map.of("seed", seed));
          accuracy.peer().add(other.get("accuracy").asDouble());
          precision.peer().add(other.get("averagePrecision").asDouble());
          say("peer", seed, accuracy.peer().last(), precision.peer().last());
        }
      }
    } finally {
      task.forget();
    }
    report.remark(
        "digits, %s, %d iterations, %s, mean of %d seeds", SHAPE, ITERATIONS, augmentation, seeds);
    accuracy.into(report, "accuracy");
    precision.into(report, "average_precision");
  }

  private record Outcome(Samples ours, Samples peer) {
    void into(Report report, String figure) {
      double difference = 100 * (ours.mean() - peer.mean());
      report.remark(
          "%-18s trainer %s   peer %s   difference %s points",
          figure.replace('_', ' '),
          number(ours.mean()),
          number(peer.mean()),
          Double.isNaN(difference) ? "na" : String.format(Locale.ROOT, "%+.2f", difference));
      report.set(figure + "_difference", 2, difference);
    }

    private static String number(double value) {
      return Double.isNaN(value) ? "na" : String.format(Locale.ROOT, "%.4f", value);
    }
  }

  private void say(String who, int seed, double accuracy, double precision) {
    progress.say(
        String.format(
            Locale.ROOT,
            "  seed %d, %s: accuracy %.4f, average precision %.4f",
            seed,
            who,
            accuracy,
            precision));
  }

  private Contestant startPeer(Peer peer, Path digits) throws IOException {
    var command =
        peer.command(
            "accuracy",
            "--data",
            digits,
            "--image-size",
            SHAPE.imageSize(),
            "--batch-size",
            SHAPE.batchSize(),
            "--iterations",
            ITERATIONS,
            "--learning-rate",
            LEARNING_RATE,
            "--augmentation",
            augmentation,
            "--workers",
            1);
    return Contestant.start("the peer", command, data.resolve("peer.log"));
  }
}
