package dev.trainyard.registry.model;

import dev.trainyard.registry.archive.TestArchives;
import java.util.Map;

/** Models whose config.yaml says more than the least. */
public final class MeasuredModels {
  private MeasuredModels() {}

  /** The id of a model that is READY, with these sections in its config.yaml. */
  public static String ready(ModelRequests request, Map<String, ?> config) {
    return RegistryClient.ready(request, TestArchives.with(config)).getString("id");
  }

  /** What config.yaml says of one class. */
  public static Map<String, Object> figures(
      String name, int support, double precision, double recall, double f1, double average) {
    return Map.of(
        "name", name,
        "support", support,
        "precision", precision,
        "recall", recall,
        "f1", f1,
        "averagePrecision", average);
  }
}
