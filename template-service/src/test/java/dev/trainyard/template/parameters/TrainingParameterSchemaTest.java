package dev.trainyard.template.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trainyard.contracts.training.TrainingParameters;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema must promise what the record keeps. */
class TrainingParameterSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode PROPERTIES =
      JSON.valueToTree(
              TrainingParameterSchema.create(
                  TrainingParameterSchema.ID, TrainingParameters.defaults()))
          .get("properties");

  static Stream<Map.Entry<String, JsonNode>> properties() {
    return PROPERTIES.properties().stream();
  }

  @Test
  void describesEveryParameter() {
    assertThat(PROPERTIES.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            Arrays.stream(TrainingParameters.class.getRecordComponents())
                .map(component -> component.getName())
                .toList());
    assertThat(PROPERTIES.at("/dataLoaderWorkers/title").asText()).isEqualTo("Data loader workers");
    assertThat(PROPERTIES.at("/imageSize/multipleOf").asInt()).isEqualTo(32);
    assertThat(PROPERTIES.at("/allowedExtensions/items/enum")).hasSize(8);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void hasTextsAndTheDefaultOfTheRecord(Map.Entry<String, JsonNode> property) {
    JsonNode defaults = JSON.valueToTree(TrainingParameters.defaults());
    assertThat(property.getValue().get("title").asText()).isNotBlank();
    assertThat(property.getValue().get("description").asText()).endsWith(".");
    assertThat(property.getValue().get("default")).isEqualTo(defaults.get(property.getKey()));
  }

  @ParameterizedTest
  @MethodSource("properties")
  void hasTheLimitsOfTheRecord(Map.Entry<String, JsonNode> property) throws Exception {
    var name = property.getKey();
    var schema = property.getValue();
    if (schema.has("maximum")) {
      accepted(name, schema.get("maximum"));
      refused(name, JsonNodeFactory.instance.numberNode(schema.get("maximum").asInt() + 32));
    }
    if (schema.has("minimum")) {
      accepted(name, schema.get("minimum"));
      refused(name, JsonNodeFactory.instance.numberNode(schema.get("minimum").asInt() - 1));
    }
    if (schema.has("exclusiveMinimum")) {
      refused(name, schema.get("exclusiveMinimum"));
    }
    if (schema.get("type").asText().equals("integer") && !name.equals("seed")) {
      assertThat(schema.has("minimum") && schema.has("maximum")).as(name).isTrue();
    }
    for (var constant : schema.path("enum")) {
      accepted(name, constant);
    }
  }

  private static void accepted(String name, JsonNode value) throws Exception {
    JSON.treeToValue(JSON.createObjectNode().set(name, value), TrainingParameters.class);
  }

  private static void refused(String name, JsonNode value) {
    assertThatThrownBy(() -> accepted(name, value)).hasMessageContaining(name);
  }
}
