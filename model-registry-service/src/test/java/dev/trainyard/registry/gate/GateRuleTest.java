package dev.trainyard.registry.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.registry.archive.ClassFigures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateRuleTest {
  private static final GateRule MINIMUM = new GateRule(GateScope.PROJECT, 0.9, null, "champion");
  private static final GateRule DROP = new GateRule(GateScope.TEMPLATE, null, 0.05, "champion");

  @Test
  void wantsTheMinimumExactly() {
    assertThat(MINIMUM.reasonsAgainst(model(1, 0.9, Map.of()), Optional.empty())).isEmpty();
    assertThat(MINIMUM.reasonsAgainst(model(1, 0.8999999, Map.of()), Optional.empty())).hasSize(1);
    assertThat(MINIMUM.reasonsAgainst(model(1, 0.8125, Map.of()), Optional.empty()))
        .containsExactly(
            "The average precision is 0.8125; the gate of the project wants at least 0.9.");
  }

  @Test
  void rejectsWhatWasNotMeasured() {
    assertThat(MINIMUM.reasonsAgainst(model(1, null, Map.of()), Optional.empty()))
        .containsExactly(
            "The average precision is not known; the gate of the project wants at least 0.9.");
  }

  @Test
  void countsADropInDecimals() {
    var champion = Optional.of(model(3, null, Map.of("a", 0.95, "b", 0.95)));
    // 0.95 - 0.9 is more than 0.05 in binary.
    assertThat(DROP.reasonsAgainst(model(4, null, Map.of("a", 0.9, "b", 1.0)), champion)).isEmpty();
    assertThat(DROP.reasonsAgainst(model(4, null, Map.of("a", 0.89, "b", 1.0)), champion))
        .containsExactly(
            "The average precision of the class “a” is 0.89, 0.06 less than that of champion, version 3 (0.95); the gate of the template allows 0.05 less.");
  }

  @Test
  void rejectsAModelThatLacksAClassOrItsFigure() {
    var champion = Optional.of(model(3, null, Map.of("a", 0.95, "b", 0.9)));
    assertThat(DROP.reasonsAgainst(model(4, null, Map.of("a", 1.0)), champion))
        .containsExactly("The class “b” is missing, which champion, version 3 tells.");
    var unmeasured =
        new JudgedModel(
            4, List.of("a", "b"), null, Map.of("a", figures(10, 1.0), "b", figures(0, 1.0)));
    assertThat(DROP.reasonsAgainst(unmeasured, champion))
        .containsExactly(
            "The average precision of the class “b” is not known; that of champion, version 3 is 0.9.");
  }

  @Test
  void asksNothingOfClassesThatTheChampionWasNotMeasuredOn() {
    var champion = new JudgedModel(3, List.of("a", "b"), null, Map.of("a", figures(0, 0.9)));
    assertThat(
            DROP.reasonsAgainst(model(4, null, Map.of("a", 0.1, "b", 0.1)), Optional.of(champion)))
        .isEmpty();
    assertThat(DROP.reasonsAgainst(model(4, null, Map.of("a", 0.1)), Optional.empty())).isEmpty();
  }

  @Test
  void countsTheRestOfManyReasons() {
    var many = new HashMap<String, Double>();
    IntStream.range(0, 30).forEach(index -> many.put("c" + index, 0.9));
    var reasons = DROP.reasonsAgainst(model(4, null, Map.of()), Optional.of(model(3, null, many)));
    assertThat(reasons).hasSize(GateRule.MAX_REASONS + 1).endsWith("And so 10 more classes.");
  }

  private static JudgedModel model(int version, Double average, Map<String, Double> perClass) {
    var figures = new HashMap<String, ClassFigures>();
    perClass.forEach((name, value) -> figures.put(name, figures(10, value)));
    return new JudgedModel(version, List.copyOf(perClass.keySet()), average, figures);
  }

  private static ClassFigures figures(int support, double average) {
    return new ClassFigures(support, null, null, null, average);
  }
}
