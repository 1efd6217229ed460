package dev.trainyard.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.metrics.MetricPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemainingTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0 s (0 to 0)",
    "45.2, 40.4, 60, 45 s (40 to 60)",
    "720, 600, 900, 12 min (10 to 15)",
    "9000, 7560, 10800, 2.5 h (2.1 to 3.0)",
    "720, , , 12 min",
    ", , , -",
  })
  void saysTheBandInTheUnitOfTheMedian(Double median, Double low, Double high, String text) {
    var point = new MetricPoint(1, 1, null, null, null, null, median, low, high, null, null, null);

    assertThat(RemainingText.of(point)).isEqualTo(text);
  }
}
