package dev.trainyard.bench.trainer;

import dev.trainyard.contracts.training.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a real run with a warm cache loses against the engine's bare step: loading, augmentation,
 * reports, checkpoints. Both are ours, in turn.
 */
final class OverheadBench {
  private static final double LEARNING_RATE = 0.005;
  // The run leaves its first iterations out of its speed.
  private static final int ITERATIONS_BESIDE = 4;

  private final Engine engine;
  private final Settings settings;
  private final Path work;
  private final Progress progress;

  /**
   * @param pairs slices of each side
   * @param sliceSeconds of the bare step; a run takes about twice as long
   * @param warmUpSeconds of the bare step
   */
  record Settings(int pairs, double sliceSeconds, double warmUpSeconds) {}

  /**
   * What was measured.
   *
   * @param lost share of the bare step's images per second
   * @param waited share of the loop's time in which it waited for images; empty if unknown
   */
  record Outcome(Samples lost, Samples waited) {}

  OverheadBench(Engine engine, Settings settings, Path work, Progress progress) {
    this.engine = engine;
    this.settings = settings;
    this.work = work;
    this.progress = progress;
  }

  Outcome run(Path dataset, int images, Shape shape, Report report) throws IOException {
    progress.say("training loop against the bare step, " + shape);
    var task =
        new TrainingTask(
            dataset, work, images, shape, LEARNING_RATE, Augmentation.ROTATIONS_EXPOSURE_NOISE);
    var outcome = new Outcome(new Samples(), new Samples());
    var loop = new Samples();
    var bare = new Samples();
    task.forget();
    try (var step = engine.compute(shape, settings.warmUpSeconds());
        var run = engine.training()) {
      // The cache is warm after this.
      task.run(run, task.iterations(1), 1);
      for (int pair = 1; pair <= settings.pairs(); pair++) {
        double bareSpeed = step.imagesPerSecond(Map.of("seconds", settings.sliceSeconds()));
        double enough = 2 * settings.sliceSeconds() * bareSpeed;
        int iterations = ITERATIONS_BESIDE + (int) Math.ceil(enough / shape.batchSize());
        var answer = task.run(run, iterations, pair);
        bare.add(bareSpeed);
        loop.add(answer.steady());
        outcome.lost().add(1 - answer.steady() / bareSpeed);
        if (answer.waitedShare() != null) {
          outcome.waited().add(answer.waitedShare());
        }
        progress.say(
            String.format(
                Locale.ROOT,
                "  %d: bare %.1f images/s, loop %.1f, lost %.3f%s",
                pair,
                bareSpeed,
                answer.steady(),
                1 - answer.steady() / bareSpeed,
                answer.waitedShare() == null
                    ? ""
                    : String.format(Locale.ROOT, ", waited %.3f", answer.waitedShare())));
      }
    } finally {
      task.forget();
    }
    remark(shape, bare, loop, outcome, report);
    return outcome;
  }

  private static void remark(
      Shape shape, Samples bare, Samples loop, Outcome outcome, Report report) {
    report.remark(
        "training loop, cache warm, %s: %s images/s of %s bare; lost %s (%s to %s); waited %s",
        shape,
        decimal(1, loop.median()),
        decimal(1, bare.median()),
        decimal(3, outcome.lost().median()),
        decimal(3, outcome.lost().smallest()),
        decimal(3, outcome.lost().largest()),
        outcome.waited().isEmpty() ? "na" : decimal(3, outcome.waited().median()));
  }

  private static String decimal(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
