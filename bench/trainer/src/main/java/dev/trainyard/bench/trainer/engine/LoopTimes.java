package dev.trainyard.bench.trainer.engine;

import dev.trainyard.trainer.TrainingRun;
import java.util.OptionalDouble;

/** What a finished run says of its own time. */
final class LoopTimes {
  private LoopTimes() {}

  /** The share of the loop's time in which it waited for images, if the run tells. */
  static OptionalDouble waitedShare(TrainingRun run) {
    var times = run.times();
    return times.iterations() > 0 ? OptionalDouble.of(times.waitedShare()) : OptionalDouble.empty();
  }
}
