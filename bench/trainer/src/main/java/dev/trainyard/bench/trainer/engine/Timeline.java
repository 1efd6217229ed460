package dev.trainyard.bench.trainer.engine;

import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.report.MessageSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * When a run reached which iteration, by its messages and our own clock. The time of an evaluation
 * is left out: the part before it is taken from the speed that the run reports, which leaves
 * evaluations out. Used by the training thread, then read.
 */
final class Timeline implements MessageSink {
  private static final double NANOS = 1e9;

  private record Mark(int iteration, double seconds) {}

  private final int batchSize;
  private final LongSupplier clock;
  private final List<Mark> marks = new ArrayList<>();
  private long lastArrival;
  private TrainerMessage last;

  /**
   * @param clock nanoseconds
   */
  Timeline(int batchSize, LongSupplier clock) {
    this.batchSize = batchSize;
    this.clock = clock;
  }

  @Override
  public void accept(TrainerMessage message) {
    long now = clock.getAsLong();
    last = message;
    if (message instanceof TrainerMessage.Stage stage && stage.stage() == LaunchStage.RUN_STARTED) {
      marks.clear();
      marks.add(new Mark(0, 0));
      lastArrival = now;
    } else if (message instanceof TrainerMessage.Metrics metrics && !marks.isEmpty()) {
      var point = metrics.point();
      var before = marks.get(marks.size() - 1);
      int done = point.iteration() - before.iteration();
      if (done > 0) {
        boolean evaluated = point.testLoss() != null;
        double seconds =
            evaluated ? done * batchSize / point.imagesPerSecond() : (now - lastArrival) / NANOS;
        marks.add(new Mark(point.iteration(), before.seconds() + seconds));
      }
      lastArrival = now;
    }
  }

  /** The run's last word. */
  TrainerMessage last() {
    return last;
  }

  /**
   * Images per second between two iterations, which need not be whole.
   *
   * @return NaN if the run did not get that far
   */
  double imagesPerSecond(double from, double to) {
    return (to - from) * batchSize / (secondsAt(to) - secondsAt(from));
  }

  private double secondsAt(double iteration) {
    for (int i = 1; i < marks.size(); i++) {
      var before = marks.get(i - 1);
      var after = marks.get(i);
      if (iteration >= before.iteration() && iteration <= after.iteration()) {
        double part = (iteration - before.iteration()) / (after.iteration() - before.iteration());
        return before.seconds() + part * (after.seconds() - before.seconds());
      }
    }
    return Double.NaN;
  }
}
