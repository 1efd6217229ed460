package dev.trainyard.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trainyard.registry.archive.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of a ready model, sorted by what it is about. The registration comes before
 * {@code config.yaml}, which may hold further facts of any name.
 *
 * @param view the model
 * @param provenance what it was made of, by whom and with what: text and numbers by name
 * @param parameters the training parameters, by name
 * @param evaluation figures of each class
 */
public record ModelFacts(
    ModelView view,
    Map<String, JsonNode> provenance,
    Map<String, JsonNode> parameters,
    Evaluation evaluation) {
  /** Facts of {@code training} that are no provenance: told elsewhere, or different every time. */
  private static final Set<String> OF_THE_RUN = Set.of("seed", "startedAt", "finishedAt");

  public ModelFacts {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  static ModelFacts of(ModelView view) {
    var provenance = registered(view);
    var config = view.config();
    addPlain(provenance, config.path("lineage"), "");
    addPlain(provenance, config.path("training"), "");
    addPlain(provenance, config.path("versions"), "Version");
    provenance.keySet().removeAll(OF_THE_RUN);
    var parameters = new LinkedHashMap<String, JsonNode>();
    config
        .path("parameters")
        .properties()
        .forEach(field -> parameters.put(field.getKey(), field.getValue()));
    return new ModelFacts(view, provenance, parameters, Evaluation.of(view.classes(), config));
  }

  private static Map<String, JsonNode> registered(ModelView view) {
    var facts = new LinkedHashMap<String, JsonNode>();
    put(facts, "projectId", view.projectId());
    put(facts, "projectName", view.projectName());
    put(facts, "datasetId", view.datasetId());
    put(facts, "datasetVersion", view.datasetVersion());
    put(facts, "modelType", view.modelType());
    put(facts, "architecture", view.architecture());
    put(facts, "baseModel", view.baseModel());
    put(facts, "imageSize", view.imageSize());
    put(facts, "templateId", view.templateId());
    put(facts, "templateName", view.templateName());
    put(facts, "processId", view.processId());
    put(facts, "attempt", view.attempt());
    put(facts, "machineId", view.machineId());
    return facts;
  }

  private static void put(Map<String, JsonNode> facts, String name, Object value) {
    if (value instanceof Integer number) {
      facts.put(name, JsonNodeFactory.instance.numberNode(number));
    } else if (value != null) {
      facts.put(name, JsonNodeFactory.instance.textNode(value.toString()));
    }
  }

  private static void addPlain(Map<String, JsonNode> facts, JsonNode node, String suffix) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                facts.putIfAbsent(field.getKey() + suffix, field.getValue());
              }
            });
  }
}
