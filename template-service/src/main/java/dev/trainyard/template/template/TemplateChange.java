package dev.trainyard.template.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A field that one revision has otherwise than the one before.
 *
 * @param field its name, as {@code parameters.iterations}
 * @param before what it was; null when it was absent
 * @param after what it became; null when it is absent
 */
@Schema(examples = "{\"field\": \"parameters.iterations\", \"before\": 300, \"after\": 600}")
public record TemplateChange(
    String field,
    @Schema(description = "Any JSON; absent when there was none.") JsonNode before,
    @Schema(description = "Any JSON; absent when there is none.") JsonNode after) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** What changed, by field. */
  static List<TemplateChange> between(TemplateContent before, TemplateContent after) {
    var old = fieldsOf(before);
    var now = fieldsOf(after);
    var all = new TreeMap<>(old);
    all.putAll(now);
    return all.keySet().stream()
        .filter(field -> !Objects.equals(old.get(field), now.get(field)))
        .map(field -> new TemplateChange(field, old.get(field), now.get(field)))
        .toList();
  }

  private static TreeMap<String, JsonNode> fieldsOf(TemplateContent content) {
    var fields = new TreeMap<String, JsonNode>();
    var tree = JSON.<JsonNode>valueToTree(content);
    for (var field : tree.properties()) {
      if (field.getValue().isObject()) {
        for (var inner : field.getValue().properties()) {
          put(fields, field.getKey() + "." + inner.getKey(), inner.getValue());
        }
      } else {
        put(fields, field.getKey(), field.getValue());
      }
    }
    return fields;
  }

  private static void put(TreeMap<String, JsonNode> fields, String name, JsonNode value) {
    if (!value.isNull()) {
      fields.put(name, value);
    }
  }
}
