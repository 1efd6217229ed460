package dev.trainyard.registry.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.registry.archive.ClassFigures;
import dev.trainyard.registry.model.ModelFacts;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Puts two models side by side. */
final class Comparison {
  /** Of more classes nobody reads the matrix, and the answer would have tens of megabytes. */
  static final int MAX_MATRIX_CLASSES = 500;

  private Comparison() {}

  static ComparisonView of(ModelFacts a, ModelFacts b) {
    return new ComparisonView(
        a.view().withoutConfig(),
        b.view().withoutConfig(),
        metrics(a.view().metrics(), b.view().metrics()),
        perClass(a.evaluation().perClass(), b.evaluation().perClass()),
        matrices(a, b),
        without(a.view().classes(), b.view().classes()),
        without(b.view().classes(), a.view().classes()),
        differing(a.parameters(), b.parameters()),
        differing(a.provenance(), b.provenance()));
  }

  private static List<ComparisonView.Metric> metrics(Map<String, Double> a, Map<String, Double> b) {
    return union(a.keySet(), b.keySet()).stream()
        .map(
            name ->
                new ComparisonView.Metric(
                    name, a.get(name), b.get(name), difference(a.get(name), b.get(name))))
        .toList();
  }

  private static List<ComparisonView.ClassMetrics> perClass(
      Map<String, ClassFigures> a, Map<String, ClassFigures> b) {
    return union(a.keySet(), b.keySet()).stream()
        .map(
            name ->
                new ComparisonView.ClassMetrics(
                    name, a.get(name), b.get(name), difference(a.get(name), b.get(name))))
        .toList();
  }

  private static ClassFigures difference(ClassFigures a, ClassFigures b) {
    if (a == null || b == null) {
      return null;
    }
    return new ClassFigures(
        a.support() == null || b.support() == null ? null : b.support() - a.support(),
        difference(a.precision(), b.precision()),
        difference(a.recall(), b.recall()),
        difference(a.f1(), b.f1()),
        difference(a.averagePrecision(), b.averagePrecision()));
  }

  /** In decimals, as people see the figures: 0.95 − 0.9 is 0.05. */
  private static Double difference(Double a, Double b) {
    return a == null || b == null
        ? null
        : BigDecimal.valueOf(b).subtract(BigDecimal.valueOf(a)).doubleValue();
  }

  private static ComparisonView.Matrices matrices(ModelFacts a, ModelFacts b) {
    var classes = union(a.view().classes(), b.view().classes());
    var known = Stream.of(a, b).anyMatch(model -> !model.evaluation().confusionMatrix().isEmpty());
    return known && classes.size() <= MAX_MATRIX_CLASSES
        ? new ComparisonView.Matrices(classes, aligned(a, classes), aligned(b, classes))
        : null;
  }

  private static List<List<Integer>> aligned(ModelFacts model, List<String> classes) {
    var matrix = model.evaluation().confusionMatrix();
    if (matrix.isEmpty()) {
      return null;
    }
    var places = classes.stream().map(model.view().classes()::indexOf).toList();
    return places.stream()
        .map(
            row ->
                places.stream()
                    .map(column -> row < 0 || column < 0 ? null : matrix.get(row).get(column))
                    .toList())
        .toList();
  }

  private static List<ComparisonView.Fact> differing(
      Map<String, JsonNode> a, Map<String, JsonNode> b) {
    return union(a.keySet(), b.keySet()).stream()
        .filter(name -> !isSame(a.get(name), b.get(name)))
        .map(name -> new ComparisonView.Fact(name, a.get(name), b.get(name)))
        .toList();
  }

  /** 1 and 1.0 are the same. */
  private static boolean isSame(JsonNode a, JsonNode b) {
    return Objects.equals(a, b)
        || a != null
            && b != null
            && a.isNumber()
            && b.isNumber()
            && a.decimalValue().compareTo(b.decimalValue()) == 0;
  }

  private static List<String> without(List<String> names, List<String> others) {
    var known = new HashSet<>(others);
    return names.stream().filter(name -> !known.contains(name)).toList();
  }

  /** Without repetitions, the first's before those only in the other. */
  private static List<String> union(Collection<String> one, Collection<String> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
