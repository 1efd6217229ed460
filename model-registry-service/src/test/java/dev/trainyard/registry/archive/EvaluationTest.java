package dev.trainyard.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final List<String> CLASSES = List.of("a", "b");

  @Test
  void readsWhatTheTrainerWritesInTheOrderOfTheOutputs() throws IOException {
    var evaluation =
        read(
            """
            metrics:
              perClass:
              - {name: b, support: 3, precision: 1.0, recall: 0.5, f1: 0.6667, averagePrecision: 0.9}
              - {name: a, support: 4, precision: 0.5, recall: 1.0, f1: 0.6667, averagePrecision: 0.8}
              confusionMatrix: [[4, 0], [1, 2]]
            """);

    assertThat(evaluation.perClass().keySet()).containsExactly("a", "b");
    assertThat(evaluation.perClass().get("b"))
        .isEqualTo(new ClassFigures(3, 1.0, 0.5, 0.6667, 0.9));
    assertThat(evaluation.confusionMatrix()).containsExactly(List.of(4, 0), List.of(1, 2));
  }

  @Test
  void leavesOutWhatIsNoFigure() throws IOException {
    var evaluation =
        read(
            """
            metrics:
              perClass:
              - {name: a, support: -1, precision: NaN, recall: "0.5", f1: 1.0e+999}
              - {name: stranger, support: 1}
              - just text
            """);

    assertThat(evaluation.perClass())
        .containsOnlyKeys("a")
        .containsValue(new ClassFigures(null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[[1, 2]]",
        "[[1, 2], [3]]",
        "[[1, 2], [3, 4], [5, 6]]",
        "[[1, 2, 3], [4, 5, 6]]",
        "[[1, 2], [3, -4]]",
        "[[1, 2], [3, 4.5]]",
        "[[1, 2], [3, x]]",
        "{a: [1, 2]}",
        "many"
      })
  void knowsNoMatrixOfAnotherShape(String matrix) throws IOException {
    assertThat(read("metrics: {confusionMatrix: " + matrix + "}").confusionMatrix()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "metrics: 1", "metrics: {perClass: {a: 1}}", "metrics: []"})
  void knowsNothingWhereNothingIsSaid(String config) throws IOException {
    assertThat(read(config).perClass()).isEmpty();
    assertThat(read(config).confusionMatrix()).isEmpty();
  }

  private static Evaluation read(String config) throws IOException {
    return Evaluation.of(CLASSES, new ObjectMapper(new YAMLFactory()).readTree(config));
  }
}
