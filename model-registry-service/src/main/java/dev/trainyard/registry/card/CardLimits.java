package dev.trainyard.registry.card;

import dev.trainyard.registry.archive.ClassFigures;
import dev.trainyard.registry.model.ModelFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures say of where a model is not to be trusted, in words. */
final class CardLimits {
  /** With fewer, one image more or less moves a class's recall by over five percent. */
  static final int FEW_TEST_IMAGES = 20;

  /** Mistakes that are not rare, and how many of them are told. */
  private static final double OFTEN = 0.1;

  private static final int MAX_CONFUSIONS = 3;
  private static final int MAX_NAMES = 10;

  private CardLimits() {}

  static List<String> of(ModelFacts model) {
    var limits = new ArrayList<String>();
    var perClass = model.evaluation().perClass();
    limits.add("An image of none of the classes is put into one of them all the same.");
    if (perClass.isEmpty()) {
      limits.add("How well single classes are told is not known.");
    }
    addClasses(
        limits,
        perClass,
        support -> support == 0,
        "Without test images, so that nothing is known of how well it is told: ");
    addClasses(
        limits,
        perClass,
        support -> support > 0 && support < FEW_TEST_IMAGES,
        "Fewer than %d test images, so that the figures are rough: ".formatted(FEW_TEST_IMAGES));
    addWeakest(limits, perClass);
    confusions(model).forEach(limits::add);
    return limits;
  }

  private static void addClasses(
      List<String> limits,
      Map<String, ClassFigures> perClass,
      Predicate<Integer> support,
      String text) {
    var names =
        perClass.entrySet().stream()
            .filter(
                entry ->
                    entry.getValue().support() != null && support.test(entry.getValue().support()))
            .map(
                entry ->
                    entry.getValue().support() == 0
                        ? entry.getKey()
                        : "%s (%d)".formatted(entry.getKey(), entry.getValue().support()))
            .toList();
    if (!names.isEmpty()) {
      limits.add(text + enumerated(names) + ".");
    }
  }

  private static void addWeakest(List<String> limits, Map<String, ClassFigures> perClass) {
    var measured =
        perClass.entrySet().stream()
            .filter(entry -> entry.getValue().averagePrecision() != null)
            .filter(entry -> !Integer.valueOf(0).equals(entry.getValue().support()))
            .toList();
    if (measured.size() > 1) {
      measured.stream()
          .min(Comparator.comparing(entry -> entry.getValue().averagePrecision()))
          .ifPresent(
              entry ->
                  limits.add(
                      "Lowest average precision: “%s”, with %s."
                          .formatted(
                              entry.getKey(),
                              CardText.figure(entry.getValue().averagePrecision()))));
    }
  }

  private record Confusion(String told, String truth, int count, int of) {
    double share() {
      return (double) count / of;
    }
  }

  private static List<String> confusions(ModelFacts model) {
    var classes = model.view().classes();
    var matrix = model.evaluation().confusionMatrix();
    var found = new ArrayList<Confusion>();
    for (var row = 0; row < matrix.size(); row++) {
      var images = matrix.get(row).stream().mapToInt(Integer::intValue).sum();
      for (var column = 0; column < matrix.size(); column++) {
        var count = matrix.get(row).get(column);
        if (row != column && count > 0) {
          found.add(new Confusion(classes.get(column), classes.get(row), count, images));
        }
      }
    }
    return found.stream()
        .filter(confusion -> confusion.share() >= OFTEN)
        .sorted(Comparator.comparingDouble(Confusion::share).reversed())
        .limit(MAX_CONFUSIONS)
        .map(
            each ->
                "Of %d test images of “%s”, %d were taken for “%s”."
                    .formatted(each.of(), each.truth(), each.count(), each.told()))
        .toList();
  }

  /** A list in a sentence, with a long one's rest counted. */
  static String enumerated(List<String> names) {
    var more = names.size() - MAX_NAMES;
    return Stream.concat(
            names.stream().limit(MAX_NAMES), more > 0 ? Stream.of(more + " more") : Stream.empty())
        .collect(Collectors.joining(", "));
  }
}
