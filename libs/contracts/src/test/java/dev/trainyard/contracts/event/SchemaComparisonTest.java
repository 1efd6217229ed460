package dev.trainyard.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaComparisonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RELEASED =
      """
      {
        "$defs": {"Point": {"type": "object", "properties": {"step": {"type": "integer"}}}},
        "type": "object",
        "properties": {
          "name": {"type": "string"},
          "count": {"type": "integer", "format": "int32"},
          "kind": {"type": "string", "enum": ["A", "B"]},
          "best": {"allOf": [{"$ref": "#/$defs/Point"}, {"description": "The best."}]},
          "points": {"type": "array", "items": {"$ref": "#/$defs/Point"}},
          "values": {"type": "object", "additionalProperties": {"type": "number"}}
        },
        "required": ["name", "kind"]
      }
      """;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          "name": {"type": "string"},                   |                                           | name: is gone
          "name": {"type": "string"}                    | "name": {"type": "boolean"}               | name: type was "string" and is "boolean"
          "format": "int32"                             | "format": "int64"                         | count: format was "int32" and is "int64"
          "A", "B"                                      | "A"                                       | kind: no value B any more
          "A", "B"                                      | "A", "B", "C"                             | kind: new value C
          , "enum": ["A", "B"]                          |                                           | kind: is no choice any more
          "required": ["name", "kind"]                  | "required": ["name"]                      | kind: may be absent now
          "required": ["name", "kind"]                  | "required": ["name", "kind", "count"]     | count: must be there now
          "name": {"type": "string"}                    | "name": {"type": "string", "maxLength": 9}| name: maxLength was null and is 9
          "items": {"$ref": "#/$defs/Point"}            | "items": {"type": "string"}               | points[]: type was "object" and is "string"
          "additionalProperties": {"type": "number"}    | "additionalProperties": {"type": "string"}| values[]: type was "number" and is "string"
          "required": ["name", "kind"]                  | "required": ["name", "kind"], "additionalProperties": false | the event: additionalProperties is another
          """)
  void namesWhatBreaksSomebody(String before, String after, String finding) throws IOException {
    var newer = RELEASED.replace(before, after == null ? "" : after);

    assertThat(SchemaComparison.breaks(read(RELEASED), read(newer))).contains(finding);
  }

  @Test
  void followsReferences() throws IOException {
    var newer = RELEASED.replace("\"step\": {\"type\": \"integer\"}", "");

    assertThat(SchemaComparison.breaks(read(RELEASED), read(newer)))
        .containsExactly("best.step: is gone", "points[].step: is gone");
  }

  @Test
  void hasNothingAgainstANewFieldThatMayBeAbsentOrAgainstOtherWords() throws IOException {
    var newer =
        RELEASED
            .replace("The best.", "The best of all.")
            .replace(
                "\"name\": {\"type\": \"string\"}",
                "\"name\": {\"type\": \"string\", \"description\": \"Its name.\"},"
                    + " \"note\": {\"type\": \"string\"}");

    assertThat(SchemaComparison.breaks(read(RELEASED), read(newer))).isEmpty();
  }

  private static JsonNode read(String schema) throws IOException {
    return JSON.readTree(schema);
  }
}
