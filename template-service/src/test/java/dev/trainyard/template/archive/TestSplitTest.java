package dev.trainyard.template.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSplitTest {

  @ParameterizedTest(name = "{0} images, share {1}: {2} to measure with")
  @CsvSource({
    "1, 0.5, 0",
    "2, 0.1, 1",
    "2, 0.9, 1",
    "10, 0.1, 1",
    "14, 0.1, 1",
    "15, 0.1, 2",
    "100, 0.25, 25",
    "10, 0.9, 9",
    "3, 0.9, 2"
  })
  void takesTheShareButNeverAllAndNeverNone(int images, double share, int expected) {
    assertThat(testsOf(new TestSplit(share, 7), "a", images)).hasSize(expected);
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    var first = testsOf(new TestSplit(0.2, 1), "a", 100);
    assertThat(testsOf(new TestSplit(0.2, 1), "a", 100)).isEqualTo(first);
    assertThat(testsOf(new TestSplit(0.2, 2), "a", 100)).isNotEqualTo(first);
    assertThat(testsOf(new TestSplit(0.2, 1), "b", 100)).isNotEqualTo(first);
  }

  @Test
  void doesNotDependOnTheOrderInTheArchive() {
    var items = items(50);
    var turned = new ArrayList<>(items);
    Collections.reverse(turned);
    var split = new TestSplit(0.3, 42);
    assertThat(split.divide("a", turned)).isEqualTo(split.divide("a", items));
  }

  private static Set<String> testsOf(TestSplit split, String name, int images) {
    return split.divide(name, items(images)).stream()
        .filter(DatasetImage::test)
        .map(image -> image.item().name())
        .collect(Collectors.toSet());
  }

  private static List<ZipItem> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new ZipItem("a/" + number + ".png", 0, false, 8, 1, 1, 0))
        .toList();
  }
}
