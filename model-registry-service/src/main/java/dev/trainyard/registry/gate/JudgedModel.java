package dev.trainyard.registry.gate;

import dev.trainyard.registry.archive.ClassFigures;
import java.util.List;
import java.util.Map;

/**
 * What a gate looks at in a model.
 *
 * @param version its version
 * @param classes names of its classes
 * @param averagePrecision on the test set; null if it is not known
 * @param perClass figures of each class that was measured
 */
public record JudgedModel(
    int version,
    List<String> classes,
    Double averagePrecision,
    Map<String, ClassFigures> perClass) {
  public JudgedModel {
    classes = List.copyOf(classes);
    perClass = Map.copyOf(perClass);
  }
}
