package dev.trainyard.registry.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code config.yaml} says of each class on the test set. Whoever wrote the archive need not
 * have measured that: what is missing, or is no figure, is left out.
 *
 * @param perClass figures by class, in the order of the network's outputs
 * @param confusionMatrix a row of counts per true class, both in the order of the outputs; empty if
 *     it is not known
 */
public record Evaluation(Map<String, ClassFigures> perClass, List<List<Integer>> confusionMatrix) {
  public Evaluation {
    perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
    confusionMatrix = confusionMatrix.stream().map(List::copyOf).toList();
  }

  /**
   * @param classes names of the classes in the order of the outputs
   * @param config the whole {@code config.yaml}
   */
  public static Evaluation of(List<String> classes, JsonNode config) {
    var metrics = config.path("metrics");
    var named = new LinkedHashMap<String, ClassFigures>();
    metrics
        .path("perClass")
        .forEach(entry -> named.putIfAbsent(entry.path("name").asText(), ClassFigures.of(entry)));
    var perClass = new LinkedHashMap<String, ClassFigures>();
    classes.stream()
        .filter(named::containsKey)
        .forEach(name -> perClass.put(name, named.get(name)));
    return new Evaluation(perClass, matrix(metrics.path("confusionMatrix"), classes.size()));
  }

  private static List<List<Integer>> matrix(JsonNode node, int size) {
    var rows = new ArrayList<List<Integer>>();
    for (var line : node) {
      var row = new ArrayList<Integer>();
      for (var count : line) {
        if (count.isInt() && count.intValue() >= 0) {
          row.add(count.intValue());
        }
      }
      if (row.size() != size || line.size() != size) {
        return List.of();
      }
      rows.add(row);
    }
    return rows.size() == size ? rows : List.of();
  }
}
