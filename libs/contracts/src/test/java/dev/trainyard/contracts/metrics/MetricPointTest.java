package dev.trainyard.contracts.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricPointTest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  @Test
  void carriesValuesThatTheTrainingHasNamedItself() throws JsonProcessingException {
    var point = point(Map.of("gradient/norm", 1.5, "top-5", 0.97));

    var read = JSON.readValue(JSON.writeValueAsString(point), MetricPoint.class);

    assertThat(read.scalars()).isEqualTo(Map.of("gradient/norm", 1.5, "top-5", 0.97));
  }

  @Test
  void hasNoneWhereNoneIsGiven() throws JsonProcessingException {
    assertThat(point(null).scalars()).isNull();
    assertThat(point(Map.of()).scalars()).isNull();
    assertThat(JSON.writeValueAsString(point(null))).doesNotContain("scalars");
    var missing = new HashMap<String, Double>();
    missing.put("gradientNorm", null);
    assertThat(point(missing).scalars()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "a b", "loss'", "größe", "trainLoss", "iteration", "scalars"})
  void refusesANameThatCannotBeShown(String name) {
    assertThatThrownBy(() -> point(Map.of(name, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
    assertThat(MetricPoint.isScalarName(name)).isFalse();
  }

  @Test
  void refusesANameThatIsTooLong() {
    assertThat(point(Map.of("n".repeat(64), 1.0)).scalars()).hasSize(1);
    assertThatThrownBy(() -> point(Map.of("n".repeat(65), 1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesMoreThanItCanHave() {
    var most = scalars(MetricPoint.MAX_SCALARS);
    assertThat(point(most).scalars()).hasSize(MetricPoint.MAX_SCALARS);
    assertThatThrownBy(() -> point(scalars(MetricPoint.MAX_SCALARS + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a point has 65 further values; 64 is the most");
  }

  private static Map<String, Double> scalars(int amount) {
    return IntStream.range(0, amount)
        .boxed()
        .collect(Collectors.toMap(number -> "value" + number, number -> 1.0));
  }

  private static MetricPoint point(Map<String, Double> scalars) {
    return new MetricPoint(
        10,
        0.2,
        Instant.parse("2026-11-23T12:00:00Z"),
        0.01,
        0.5,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        scalars);
  }
}
