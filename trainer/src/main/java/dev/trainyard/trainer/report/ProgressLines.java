package dev.trainyard.trainer.report;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.trainer.TrainerMessage.Checkpoint;
import dev.trainyard.contracts.trainer.TrainerMessage.Failure;
import dev.trainyard.contracts.trainer.TrainerMessage.Metrics;
import dev.trainyard.contracts.trainer.TrainerMessage.Notice;
import dev.trainyard.contracts.trainer.TrainerMessage.Result;
import dev.trainyard.contracts.trainer.TrainerMessage.Stage;
import dev.trainyard.contracts.trainer.TrainerMessage.Stopped;
import java.io.PrintStream;
import java.util.Locale;

/** Tells a person at a terminal how the run goes. */
public final class ProgressLines implements MessageSink {
  private final PrintStream out;
  private final int iterations;

  public ProgressLines(PrintStream out, int iterations) {
    this.out = out;
    this.iterations = iterations;
  }

  @Override
  public void accept(TrainerMessage message) {
    if (message instanceof Metrics metrics) {
      out.println(line(metrics.point()));
    } else if (message instanceof Notice notice) {
      out.println("note: " + notice.message());
    } else if (message instanceof Stage stage) {
      out.println(stage.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    } else if (message instanceof Stopped stopped) {
      out.println("stopped at iteration " + stopped.iteration() + "; go on with --resume");
    } else if (message instanceof Result result) {
      out.printf(
          Locale.ROOT,
          "%s: average precision %.4f, accuracy %.4f, %,d bytes%n",
          result.modelArchive(),
          result.metrics().get("averagePrecision"),
          result.metrics().get("accuracy"),
          result.sizeBytes());
    } else if (message instanceof Failure failure) {
      out.println("failed: " + failure.message());
      failure.details().forEach(detail -> out.println("  " + detail));
    } else if (message instanceof Checkpoint) {
      // Of no interest to someone who watches.
      return;
    }
    out.flush();
  }

  private String line(MetricPoint point) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "iteration %d/%d  loss %s  %.0f images/s  remaining %s",
            point.iteration(),
            iterations,
            loss(point.trainLoss()),
            point.imagesPerSecond(),
            RemainingText.of(point)));
    if (point.averagePrecision() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "  average precision %.4f  accuracy %.4f",
              point.averagePrecision(),
              point.accuracy()));
    }
    return text.toString();
  }

  private static String loss(Double loss) {
    return loss == null ? "-" : String.format(Locale.ROOT, "%.4f", loss);
  }
}
