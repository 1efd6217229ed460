package dev.trainyard.template.modeltype;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes training parameters of what is said and what is not. Thread-safe. */
@ApplicationScoped
public class ParameterDefaults {
  private static final String FIELD = "parameters";

  private final ObjectMapper json;

  ParameterDefaults(ObjectMapper json) {
    this.json = json;
  }

  /**
   * What is given, then the type's, then the platform's defaults.
   *
   * @param ofType null for none
   * @param given null for none
   * @throws InvalidRequestException if one is no object
   * @throws JsonMappingException if a parameter is unknown, of a wrong kind or out of its limits;
   *     its path begins with {@code parameters}
   */
  public TrainingParameters fill(JsonNode ofType, JsonNode given) throws JsonMappingException {
    var all = JsonNodeFactory.instance.objectNode();
    putAll(all, ofType);
    putAll(all, given);
    try {
      return json.treeToValue(all, TrainingParameters.class);
    } catch (JsonMappingException e) {
      e.prependPath(new JsonMappingException.Reference(null, FIELD));
      throw e;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree has no syntax", e);
    }
  }

  /**
   * What is given, as it is after all was checked.
   *
   * @throws InvalidRequestException as {@link #fill} does
   * @throws JsonMappingException as {@link #fill} does
   */
  JsonNode checked(JsonNode given) throws JsonMappingException {
    var all = json.<JsonNode>valueToTree(fill(null, given));
    var checked = JsonNodeFactory.instance.objectNode();
    for (var parameter : all.properties()) {
      if (given.hasNonNull(parameter.getKey())) {
        checked.set(parameter.getKey(), parameter.getValue());
      }
    }
    return checked;
  }

  private static void putAll(ObjectNode all, JsonNode some) {
    if (some == null || some.isNull()) {
      return;
    }
    if (!some.isObject()) {
      throw new InvalidRequestException(FIELD, "must be an object");
    }
    for (var parameter : some.properties()) {
      // An explicit null is none, also where the type has a value.
      if (parameter.getValue().isNull()) {
        all.remove(parameter.getKey());
      } else {
        all.set(parameter.getKey(), parameter.getValue());
      }
    }
  }
}
