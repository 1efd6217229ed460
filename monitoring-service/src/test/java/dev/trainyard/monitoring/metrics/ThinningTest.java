package dev.trainyard.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.monitoring.metrics.Stretch.Value;
import dev.trainyard.monitoring.metrics.Thinning.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinningTest {

  @Test
  void keepsEveryValueOfAShortCurve() {
    var chosen = Thinning.choose(List.of(Stretch.of(1, 5), Stretch.of(2, 4), Stretch.of(9, 3)), 4);
    assertThat(chosen)
        .containsExactly(
            new Chosen(new Value(1, 5), 1),
            new Chosen(new Value(2, 4), 1),
            new Chosen(new Value(9, 3), 1));
    assertThat(Thinning.choose(List.of(), 4)).isEmpty();
  }

  /** Whatever the curve and however much of it was summed up before. */
  @ParameterizedTest
  @CsvSource({
    "1, 5000, 100, 1",
    "2, 5000, 100, 64",
    "3, 100000, 1000, 64",
    "4, 100000, 1000, 1024",
    "5, 777, 4, 64",
    "6, 50, 13, 1",
    "7, 20000, 5000, 1"
  })
  void keepsTheSmallestAndTheLargestValueOfEveryWindow(
      long seed, int count, int maxPoints, int stretchLength) {
    var values = randomWalk(new Random(seed), count);
    var chosen = Thinning.choose(stretches(values, stretchLength), maxPoints);

    assertThat(chosen).hasSizeLessThanOrEqualTo(maxPoints);
    assertThat(chosen.get(0).value()).isEqualTo(values.get(0));
    assertThat(chosen.get(chosen.size() - 1).value()).isEqualTo(values.get(values.size() - 1));
    assertThat(chosen)
        .extracting(one -> one.value().iteration())
        .isSorted()
        .doesNotHaveDuplicates();
    // The windows lie one after the other and hold all values: each is found by its size.
    var from = 0;
    for (var index = 0; index < chosen.size(); ) {
      var to = from + chosen.get(index).windowPoints();
      var window = values.subList(from, to);
      var ofWindow = new ArrayList<Value>();
      while (index < chosen.size()
          && chosen.get(index).value().iteration() <= window.get(window.size() - 1).iteration()) {
        ofWindow.add(chosen.get(index++).value());
      }
      assertThat(window).containsAll(ofWindow);
      assertThat(ofWindow.stream().mapToDouble(Value::value).min())
          .isEqualTo(window.stream().mapToDouble(Value::value).min());
      assertThat(ofWindow.stream().mapToDouble(Value::value).max())
          .isEqualTo(window.stream().mapToDouble(Value::value).max());
      from = to;
    }
    assertThat(from).isEqualTo(values.size());
  }

  private static List<Value> randomWalk(Random random, int count) {
    var values = new ArrayList<Value>();
    var iteration = 0;
    var value = 1.0;
    for (var index = 0; index < count; index++) {
      iteration += 1 + random.nextInt(3);
      value += random.nextGaussian();
      values.add(new Value(iteration, random.nextInt(500) == 0 ? value + 1_000 : value));
    }
    return values;
  }

  private static List<Stretch> stretches(List<Value> values, int length) {
    var stretches = new ArrayList<Stretch>();
    var start = -1;
    for (var value : values) {
      var single = Stretch.of(value.iteration(), value.value());
      var itsStart = Stretch.startOf(value.iteration(), length);
      if (itsStart == start) {
        stretches.set(stretches.size() - 1, stretches.get(stretches.size() - 1).and(single));
      } else {
        stretches.add(single);
        start = itsStart;
      }
    }
    return stretches;
  }
}
