package dev.trainyard.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is odd about a dataset but no reason to refuse it, in words for its owner. */
final class DatasetNotices {
  private static final int UNBALANCED = 10;
  private static final int MAX_NAMED = 10;

  private DatasetNotices() {}

  static List<String> of(DatasetFolder dataset) {
    var notices = new ArrayList<String>();
    var classes = dataset.classes();
    var counts = new int[classes.size()];
    dataset.train().forEach(sample -> counts[sample.label()]++);
    var single =
        IntStream.range(0, counts.length)
            .filter(i -> counts[i] == 1)
            .mapToObj(classes::get)
            .toList();
    if (!single.isEmpty()) {
      notices.add(
          "the train set has a single image of class %s; a network can only learn it by heart, add more"
              .formatted(named(single)));
    }
    int largest = 0;
    int smallest = 0;
    for (int i = 1; i < counts.length; i++) {
      largest = counts[i] > counts[largest] ? i : largest;
      smallest = counts[i] < counts[smallest] ? i : smallest;
    }
    if (counts[largest] >= UNBALANCED * counts[smallest]) {
      notices.add(
          ("the train set is unbalanced: %d images of class %s, %d of class %s; rare classes are"
                  + " learnt badly and accuracy hides it: add images of them and look at average"
                  + " precision")
              .formatted(
                  counts[largest], classes.get(largest), counts[smallest], classes.get(smallest)));
    }
    var untested = dataset.untestedClasses();
    if (!untested.isEmpty()) {
      notices.add(
          "no test images of class %s; it does not count in average precision"
              .formatted(named(untested)));
    }
    return List.copyOf(notices);
  }

  private static String named(List<String> classes) {
    var named = String.join(", ", classes.subList(0, Math.min(MAX_NAMED, classes.size())));
    return classes.size() > MAX_NAMED
        ? named + " and %d more".formatted(classes.size() - MAX_NAMED)
        : named;
  }
}
