package dev.trainyard.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/**
 * How far a process is: on a terminal one line that is written over, elsewhere one line whenever
 * the status or a tenth of the way changes.
 */
final class ProgressBar {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal = System.console() != null;
  private String shownStep = "";

  ProgressBar(PrintStream out) {
    this.out = out;
  }

  void show(JsonNode process) {
    var iterations = process.path("iterations").asInt();
    var fraction = iterations == 0 ? 0 : (double) process.path("iteration").asInt() / iterations;
    var line = line(process, fraction);
    if (terminal) {
      out.print("\r\u001b[K" + line);
      out.flush();
      return;
    }
    var step =
        process.path("status").asText() + process.path("stage").asText() + (int) (fraction * 10);
    if (!step.equals(shownStep)) {
      shownStep = step;
      out.println(line);
    }
  }

  void end() {
    if (terminal) {
      out.println();
    }
  }

  private static String line(JsonNode process, double fraction) {
    var filled = (int) Math.round(fraction * WIDTH);
    var text = new StringBuilder("     [");
    text.append("#".repeat(filled)).append("·".repeat(WIDTH - filled)).append("] ");
    text.append(String.format(Locale.ROOT, "%-9s", process.path("status").asText()));
    if (process.path("status").asText().equals("STARTING")) {
      return text.append(' ').append(process.path("stage").asText()).toString();
    }
    text.append(' ')
        .append(process.path("iteration").asInt())
        .append('/')
        .append(process.path("iterations").asInt());
    append(text, "loss", process.path("latestMetrics").path("trainLoss"), "%.3f");
    append(text, "AP", process.path("latestEvaluation").path("averagePrecision"), "%.3f");
    append(text, "remaining", process.path("remainingSeconds"), "%.0f s");
    return text.toString();
  }

  private static void append(StringBuilder text, String name, JsonNode value, String format) {
    if (value.isNumber()) {
      text.append("  ").append(name).append(' ');
      text.append(String.format(Locale.ROOT, format, value.asDouble()));
    }
  }
}
