package dev.trainyard.template.archive;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts the images of each class and says what is wrong with the counts. Not thread-safe. */
final class ClassRules {
  /** How many times larger than the smallest class the largest may be without a word. */
  private static final int UNBALANCED = 10;

  private final int fewImages;
  private final Findings findings;
  private final Map<String, Integer> train = new TreeMap<>();
  private final Map<String, Integer> test = new TreeMap<>();

  ClassRules(int fewImages, Findings findings) {
    this.fewImages = fewImages;
    this.findings = findings;
  }

  void count(DatasetImage image) {
    (image.test() ? test : train).merge(image.className(), 1, Integer::sum);
  }

  boolean isEmpty() {
    return train.isEmpty() && test.isEmpty();
  }

  /**
   * The classes; what is wrong with them goes into the findings.
   *
   * @param misplacedTops where else images were found, for a hint
   */
  List<ClassCount> classes(Set<String> misplacedTops) {
    requireImages(DatasetLayout.TRAIN, train, misplacedTops);
    requireImages(DatasetLayout.TEST, test, misplacedTops);
    compareSets();
    warnOfFewImages();
    if (train.size() == 1) {
      findings.add(
          ProblemCode.ONE_CLASS,
          null,
          "There is one class only: every image will be classified as it.");
    }
    var names = new TreeSet<>(train.keySet());
    names.addAll(test.keySet());
    return names.stream()
        .map(name -> new ClassCount(name, train.getOrDefault(name, 0), test.getOrDefault(name, 0)))
        .toList();
  }

  private void compareSets() {
    if (train.isEmpty() || test.isEmpty()) {
      return;
    }
    for (var name : test.keySet()) {
      if (!train.containsKey(name)) {
        findings.add(
            ProblemCode.CLASS_NOT_TRAINED,
            DatasetLayout.TEST + "/" + name,
            "is a class without images in " + DatasetLayout.TRAIN + "/" + name);
      }
    }
    for (var name : train.keySet()) {
      if (!test.containsKey(name)) {
        findings.add(
            ProblemCode.CLASS_NOT_MEASURED,
            DatasetLayout.TRAIN + "/" + name,
            "no images in " + DatasetLayout.TEST + "/" + name + ", so it is not measured");
      }
    }
  }

  private void warnOfFewImages() {
    for (var entry : train.entrySet()) {
      if (entry.getValue() < fewImages) {
        findings.add(
            ProblemCode.FEW_IMAGES,
            DatasetLayout.TRAIN + "/" + entry.getKey(),
            "%d images only; a class wants at least %d to be learned well"
                .formatted(entry.getValue(), fewImages));
      }
    }
    var most = train.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    train.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .filter(least -> most >= (long) UNBALANCED * least.getValue())
        .ifPresent(
            least ->
                findings.add(
                    ProblemCode.UNBALANCED,
                    null,
                    "The classes are unbalanced: the largest has %d images to learn from, %s has %d."
                        .formatted(most, least.getKey(), least.getValue())));
  }

  private void requireImages(String set, Map<String, Integer> found, Set<String> misplacedTops) {
    if (found.isEmpty()) {
      var hint =
          misplacedTops.isEmpty()
              ? ""
              : "; found " + String.join(", ", misplacedTops) + " at the top of the archive";
      findings.add(
          ProblemCode.NO_IMAGES,
          set,
          "has no images; put them into "
              + set
              + "/<class>/ in the archive, or all into <class>/ to have them divided"
              + hint);
    }
  }
}
