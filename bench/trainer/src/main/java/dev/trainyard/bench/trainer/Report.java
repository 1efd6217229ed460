package dev.trainyard.bench.trainer;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table for people, and the last line for scripts. */
final class Report {
  private static final String ROW = "%-58s %10s %10s %8s  %s%n";

  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, String> figures = new LinkedHashMap<>();

  /**
   * @param figures names of the last line's figures, in order; {@code na} until they are set
   */
  Report(String... figures) {
    for (var figure : figures) {
      this.figures.put(figure, "na");
    }
  }

  void add(Comparison comparison) {
    comparisons.add(comparison);
  }

  /** A line below the table. */
  void remark(String format, Object... values) {
    remarks.add(format.formatted(values));
  }

  /** Sets a figure of the last line; NaN leaves it as it is. */
  void set(String figure, int decimals, double value) {
    if (!figures.containsKey(figure)) {
      throw new IllegalArgumentException(figure + " is none of " + figures.keySet());
    }
    if (Double.isFinite(value)) {
      figures.put(figure, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }
  }

  void print(List<String> machine, PrintStream out) {
    out.println();
    machine.forEach(out::println);
    out.println();
    if (!comparisons.isEmpty()) {
      out.printf(ROW, "images/s, medians", "trainyard", "peer", "ratio", "pairs: smallest–largest");
    }
    for (var each : comparisons) {
      var spread =
          each.ratios().isEmpty()
              ? ""
              : "%s–%s"
                  .formatted(
                      number(2, each.ratios().smallest()), number(2, each.ratios().largest()));
      out.printf(
          ROW,
          each.task(),
          number(1, each.ours().median()),
          number(1, each.peer().median()),
          number(2, each.ratio()),
          spread);
    }
    out.println();
    remarks.forEach(out::println);
    out.println();
    out.println(lastLine());
  }

  String lastLine() {
    return figures.entrySet().stream()
        .map(figure -> figure.getKey() + "=" + figure.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String number(int decimals, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
