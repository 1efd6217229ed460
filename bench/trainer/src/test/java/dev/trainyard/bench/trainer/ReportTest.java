package dev.trainyard.bench.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void endsWithOneLineOfPairsAndSaysNaOfWhatWasNotMeasured() {
    var report = new Report("compute_64", "scans_first", "overhead");
    report.set("overhead", 3, 0.0134);
    report.set("compute_64", 2, 1.046);
    report.set("scans_first", 2, Double.NaN);

    assertThat(print(report)).endsWith("\ncompute_64=1.05 scans_first=na overhead=0.013\n");
  }

  @Test
  void showsMediansAndTheSpreadOfTheRatios() {
    var comparison = new Comparison("training step, 64 px, batch 16");
    comparison.add(90, 60);
    comparison.add(100, 100);
    comparison.add(110, 55);
    var report = new Report();
    report.add(comparison);

    assertThat(print(report))
        .contains("a processor")
        .containsPattern("64 px, batch 16 +100\\.0 +60\\.0 +1\\.50 +1\\.00–2\\.00");
  }

  @Test
  void showsOursAloneWithoutAPeer() {
    var comparison = new Comparison("scans");
    comparison.addOurs(12.34);
    var report = new Report();
    report.add(comparison);

    assertThat(print(report)).containsPattern("scans +12\\.3 +- +- +\n");
  }

  private static String print(Report report) {
    var bytes = new ByteArrayOutputStream();
    report.print(List.of("a processor"), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
