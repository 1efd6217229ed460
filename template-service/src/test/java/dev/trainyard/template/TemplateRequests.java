package dev.trainyard.template;

import java.util.HashMap;
import java.util.Map;

/** What tests say about templates. */
final class TemplateRequests {
  private TemplateRequests() {}

  /** A small training; the caller may change it. */
  static Map<String, Object> aTemplate(String name) {
    var request = new HashMap<String, Object>();
    request.put("name", name);
    request.put("modelType", "classifier");
    request.put("baseModel", FakeRegistryResource.KNOWN);
    request.put("parameters", Map.of("iterations", 300, "imageSize", 32));
    return request;
  }
}
