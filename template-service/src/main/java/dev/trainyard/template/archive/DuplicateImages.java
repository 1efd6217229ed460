package dev.trainyard.template.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds images that are in a dataset more than once, byte for byte. One that is in two classes
 * teaches both; one that is in the train set and in the test set makes the model look better than
 * it is. Thread-safe.
 */
final class DuplicateImages {
  private final Map<String, List<DatasetImage>> places = new HashMap<>();
  private final Set<String> leaked = new HashSet<>();

  /**
   * Notes an image.
   *
   * @param digest of the file
   */
  synchronized void add(DatasetImage image, String digest) {
    places.computeIfAbsent(digest, none -> new ArrayList<>(1)).add(image);
  }

  /** Puts what was found into the findings; to be called when every image was added. */
  synchronized void report(Findings findings) {
    places.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(
            same -> {
              // Workers come in any order; the train set is first.
              same.sort(
                  Comparator.comparing(DatasetImage::test).thenComparing(DuplicateImages::nameOf));
              var first = same.get(0);
              same.stream().skip(1).forEach(other -> compare(first, other, findings));
            });
  }

  /** Images of the test set that are in the train set too, by path; when that was reported. */
  synchronized Set<String> leaked() {
    return Set.copyOf(leaked);
  }

  private void compare(DatasetImage first, DatasetImage other, Findings findings) {
    if (other.test() && !first.test()) {
      leaked.add(nameOf(other));
    }
    var code = ProblemCode.DUPLICATE;
    var message = "the same image as %s";
    if (!other.className().equals(first.className())) {
      code = ProblemCode.SAME_IMAGE_TWO_CLASSES;
      message = "is the same image as %s, which is in another class; leave it in the right one";
    } else if (other.test() && !first.test()) {
      code = ProblemCode.LEAK;
      message = "the same image is in the train set as %s, so the test is too easy";
    }
    findings.add(code, nameOf(other), nameOf(first), message.formatted(nameOf(first)));
  }

  private static String nameOf(DatasetImage image) {
    return image.item().name();
  }
}
