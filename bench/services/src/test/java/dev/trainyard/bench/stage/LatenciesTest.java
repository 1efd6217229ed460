package dev.trainyard.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void quantilesAreMeasuredValues() {
    var latencies = new Latencies();
    LongStream.rangeClosed(1, 200).map(millis -> millis * 1_000_000).forEach(latencies::add);
    assertThat(latencies.quantile(0.5)).isEqualTo(100);
    assertThat(latencies.quantile(0.99)).isEqualTo(198);
    assertThat(latencies.quantile(1)).isEqualTo(200);
    assertThat(latencies.count()).isEqualTo(200);
  }

  @Test
  void thereIsNoQuantileOfNothing() {
    assertThat(new Latencies().quantile(0.5)).isNaN();
  }
}
