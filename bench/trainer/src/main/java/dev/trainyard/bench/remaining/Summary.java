package dev.trainyard.bench.remaining;

import dev.trainyard.bench.trainer.Samples;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The table for people, and the last line for scripts. */
final class Summary {
  private final List<Guess> guesses;

  Summary(List<Guess> guesses) {
    this.guesses = List.copyOf(guesses);
  }

  void print(PrintStream out) {
    out.printf(
        "%-10s %6s %8s %14s %14s%n", "iterations", "runs", "inside", "band, relative", "error");
    for (int mark : TimedRun.MARKS) {
      out.printf(
          Locale.ROOT,
          "%-10s %6d %8.2f %14.2f %14.2f%n",
          mark + " %",
          guesses.stream().filter(guess -> guess.mark() == mark).count(),
          inside(mark),
          width(mark),
          error(mark));
    }
    out.println();
    out.println(
        "inside: share of runs that ended inside the band; the others are medians, band and");
    out.println("error of the median relative to the median and to the true time");
    out.println();
    out.println(lastLine());
  }

  String lastLine() {
    return String.format(
        Locale.ROOT,
        "inside_25=%.2f inside_50=%.2f inside_75=%.2f width_50=%.2f",
        inside(25),
        inside(50),
        inside(75),
        width(50));
  }

  private double inside(int mark) {
    return guesses.stream()
        .filter(guess -> guess.mark() == mark)
        .mapToInt(guess -> guess.inside() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  private double width(int mark) {
    return median(
        guesses.stream()
            .filter(guess -> guess.mark() == mark)
            .mapToDouble(Guess::relativeWidth)
            .toArray());
  }

  private double error(int mark) {
    return median(
        guesses.stream()
            .filter(guess -> guess.mark() == mark)
            .mapToDouble(Guess::relativeError)
            .toArray());
  }

  private static double median(double[] values) {
    return Samples.of(values).median();
  }
}
