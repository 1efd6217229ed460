package dev.trainyard.kit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.testing.ApiSurface;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiSurfaceTest {
  private static final String RELEASED =
      """
      {
        "paths": {"/models": {
          "get": {
            "parameters": [{"in": "query", "name": "tag", "required": false}],
            "responses": {"200": {"content": {"application/json": {"schema":
              {"type": "array", "items": {"$ref": "#/components/schemas/Model"}}}}}}
          },
          "post": {
            "requestBody": {"content": {"application/json": {"schema":
              {"$ref": "#/components/schemas/NewModel"}}}},
            "responses": {"204": {}}
          }
        }},
        "components": {"schemas": {
          "Model": {"properties": {"name": {"type": "string"}, "state": {"$ref": "#/components/schemas/State"}}},
          "State": {"enum": ["READY", "PENDING"]},
          "NewModel": {"properties": {"name": {"type": "string"}, "label": {"type": "string"}}, "required": ["name"]}
        }}
      }
      """;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          "get": {                       | "put": {                                   | is gone: GET /models
          "name": "tag"                  | "name": "label"                            | is gone: GET /models query tag
          "required": false              | "required": true                           | is new: GET /models query tag must be given
          "type": "array", "items": {    | "type": "object", "additionalProperties": {| is gone: GET /models answers 200 application/json: Model[]
          "204"                          | "202"                                      | is gone: POST /models answers 204
          "READY", "PENDING"             | "READY"                                    | is gone: State = PENDING
          "label": {"type": "string"}    | "label": {"type": "boolean"}               | is gone: NewModel.label: string
          "required": ["name"]           | "required": ["name", "label"]              | is new: NewModel.label must be given
          """)
  void namesWhatBreaksAClient(String before, String after, String finding) throws IOException {
    assertThat(breaks(RELEASED.replace(before, after))).contains(finding);
  }

  @Test
  void hasNothingAgainstMore() throws IOException {
    var more =
        RELEASED
            .replace("\"required\": [\"name\"]", "\"required\": []")
            .replace("\"PENDING\"", "\"PENDING\", \"GONE\"")
            .replace(
                "\"paths\": {",
                "\"paths\": {\"/others\": {\"get\": {\"parameters\": [{\"in\": \"query\", \"name\": \"of\","
                    + " \"required\": true}]}}, ");
    assertThat(breaks(more)).isEmpty();
  }

  private static List<String> breaks(String newer) throws IOException {
    var json = new ObjectMapper();
    return ApiSurface.breaks(
        ApiSurface.of(json.readTree(RELEASED)), ApiSurface.of(json.readTree(newer)));
  }
}
