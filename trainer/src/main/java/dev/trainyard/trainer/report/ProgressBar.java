package dev.trainyard.trainer.report;

import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.trainer.TrainerMessage.Checkpoint;
import dev.trainyard.contracts.trainer.TrainerMessage.Metrics;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows a person at a terminal how far the run is: one line, written again and again. What is worth
 * keeping, such as an evaluation, gets a line of its own above it.
 */
public final class ProgressBar implements MessageSink {
  private static final int WIDTH = 30;
  private static final String CLEAR = "\r\033[K";

  private final PrintStream out;
  private final int iterations;
  private final ProgressLines lines;

  /**
   * @param lines writes what stays
   */
  public ProgressBar(PrintStream out, int iterations, ProgressLines lines) {
    this.out = out;
    this.iterations = iterations;
    this.lines = lines;
  }

  @Override
  public void accept(TrainerMessage message) {
    if (message instanceof Checkpoint) {
      return;
    }
    out.print(CLEAR);
    if (!(message instanceof Metrics metrics)) {
      lines.accept(message);
      return;
    }
    if (metrics.point().averagePrecision() != null) {
      lines.accept(message);
    }
    int done = metrics.point().iteration();
    int filled = (int) ((long) WIDTH * done / iterations);
    out.printf(
        Locale.ROOT,
        "[%s%s] %3d %%  %d/%d  %.0f images/s  %s left",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        100L * done / iterations,
        done,
        iterations,
        metrics.point().imagesPerSecond(),
        RemainingText.of(metrics.point()));
    if (done == iterations) {
      out.println();
    }
    out.flush();
  }
}
