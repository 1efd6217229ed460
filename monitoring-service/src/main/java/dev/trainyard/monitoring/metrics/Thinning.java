package dev.trainyard.monitoring.metrics;

import dev.trainyard.monitoring.metrics.Stretch.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses the values of a long curve that a chart draws: of each of equal windows of iterations the
 * first, the last, the smallest and the largest value, so that no spike is lost and the lowest and
 * the highest value of each window are the true ones.
 */
final class Thinning {
  private static final int CHOSEN_OF_A_WINDOW = 4;

  private Thinning() {}

  /**
   * A chosen value.
   *
   * @param value the value, as it was measured
   * @param windowPoints how many values there are in the window it was chosen from
   */
  record Chosen(Value value, int windowPoints) {}

  /**
   * At most so many values, in order of iterations; all of them where they are no more.
   *
   * @param stretches in order of iterations, none reaching into the next
   * @param maxPoints 4 or more
   */
  static List<Chosen> choose(List<Stretch> stretches, int maxPoints) {
    var chosen = new ArrayList<Chosen>();
    if (stretches.isEmpty()) {
      return chosen;
    }
    if (stretches.stream().allMatch(stretch -> stretch.points() == 1)
        && stretches.size() <= maxPoints) {
      stretches.forEach(stretch -> chosen.add(new Chosen(stretch.first(), 1)));
      return chosen;
    }
    var from = stretches.get(0).first().iteration();
    var to = stretches.get(stretches.size() - 1).last().iteration();
    var windows = Math.max(1, maxPoints / CHOSEN_OF_A_WINDOW);
    var width = (to - from + 1.0) / windows;
    Stretch window = null;
    var number = -1;
    for (var stretch : stretches) {
      var itsNumber = (int) ((stretch.first().iteration() - from) / width);
      if (window != null && itsNumber == number) {
        window = window.and(stretch);
      } else {
        add(chosen, window);
        window = stretch;
        number = itsNumber;
      }
    }
    add(chosen, window);
    return chosen;
  }

  private static void add(List<Chosen> chosen, Stretch window) {
    if (window != null) {
      Stream.of(window.first(), window.min(), window.max(), window.last())
          .distinct()
          .sorted(Comparator.comparingInt(Value::iteration))
          .forEach(value -> chosen.add(new Chosen(value, window.points())));
    }
  }
}
