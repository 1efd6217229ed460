package dev.trainyard.registry.model;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Bodies of registrations: a valid one, of which a test changes what it is about. */
public final class ModelRequests {
  private final Map<String, Object> body = new HashMap<>();

  private ModelRequests() {
    body.put("name", "digits");
    body.put("processId", UUID.randomUUID());
    body.put("attempt", 1);
    body.put("projectId", UUID.randomUUID());
    body.put("projectName", "post");
    body.put("templateId", UUID.randomUUID());
    body.put("templateName", "digits");
    body.put("machineId", UUID.randomUUID());
    body.put("modelType", "classifier");
    body.put("datasetId", UUID.randomUUID());
    body.put("datasetVersion", 3);
    body.put("baseModel", "base-resnet18");
    body.put("metrics", Map.of("averagePrecision", 0.98, "testLoss", "NaN"));
  }

  public static ModelRequests aModel() {
    return new ModelRequests();
  }

  public ModelRequests with(String field, Object value) {
    body.put(field, value);
    return this;
  }

  public Map<String, Object> body() {
    return body;
  }
}
