package dev.trainyard.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.metrics.MetricPoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UploadTimesTest {
  private final UploadTimes times = new UploadTimes();

  @Test
  void addsAModestPriorBeforeTheFirstUpload() {
    var point = times.addedTo(point(60.0, 50.0, 80.0));

    assertThat(point.remainingSecondsLow()).isBetween(50.0, 51.0);
    assertThat(point.remainingSeconds()).isBetween(60.0, 65.0);
    assertThat(point.remainingSecondsHigh()).isBetween(90.0, 100.0);
  }

  @Test
  void addsWhatTheLastUploadsTook() {
    times.took(Duration.ofSeconds(900));
    for (int i = 0; i < 4; i++) {
      times.took(Duration.ofSeconds(8));
      times.took(Duration.ofSeconds(12));
    }

    var point = times.addedTo(point(60.0, 50.0, 80.0));

    assertThat(point.remainingSecondsLow()).isBetween(54.0, 58.0);
    assertThat(point.remainingSeconds()).isBetween(68.0, 72.0);
    assertThat(point.remainingSecondsHigh()).isBetween(92.0, 100.0);
  }

  @Test
  void whatIsAbsentStaysAbsentAndTheRestAsItIs() {
    var point = point(null, null, null);

    assertThat(times.addedTo(point)).isEqualTo(point);
  }

  private static MetricPoint point(Double median, Double low, Double high) {
    return new MetricPoint(7, 0.5, null, 0.01, 1.5, 20.0, median, low, high, 0.9, 0.8, 0.4);
  }
}
