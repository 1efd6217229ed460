package dev.trainyard.registry.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.registry.model.Race;
import dev.trainyard.registry.model.RegistryTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules themselves. */
@RegistryTest
class GateIT {
  private final String project = "projects/" + UUID.randomUUID();
  private final String template = "templates/" + UUID.randomUUID();

  @Test
  void keepsARuleForThoseWhoHaveSeenIt() {
    GateClient.get(project).statusCode(404);
    var tag =
        GateClient.put(project, null, Map.of("minimumAveragePrecision", 0.9))
            .statusCode(201)
            .body("author", is("admin"))
            .header("Location", endsWith("/api/v1/gates/" + project))
            .body("scope", equalTo("PROJECT"))
            .body("minimumAveragePrecision", equalTo(0.9f))
            .body("maximumClassDrop", nullValue())
            .body("alias", equalTo("champion"))
            .body("changedAt", notNullValue())
            .extract()
            .header("ETag");

    GateClient.put(project, null, Map.of("maximumClassDrop", 0.1)).statusCode(428);
    GateClient.put(project, tag, Map.of("maximumClassDrop", 0.1, "alias", "прод"))
        .statusCode(200)
        .body("minimumAveragePrecision", nullValue())
        .body("alias", equalTo("прод"));
    GateClient.put(project, tag, Map.of("maximumClassDrop", 0.2)).statusCode(412);
    GateClient.get(project).statusCode(200).body("maximumClassDrop", equalTo(0.1f));

    GateClient.delete(project).statusCode(204);
    GateClient.delete(project).statusCode(404);
    GateClient.put(project, tag, Map.of("maximumClassDrop", 0.2)).statusCode(412);

    GateClient.put(project, null, Map.of("maximumClassDrop", 0.3)).statusCode(201);
    GateClient.put(project, tag, Map.of("maximumClassDrop", 0.2)).statusCode(412);
    GateClient.get(project).body("maximumClassDrop", equalTo(0.3f));
  }

  @Test
  void listsProjectsAndTemplates() {
    GateClient.put(project, null, Map.of("minimumAveragePrecision", 0)).statusCode(201);
    GateClient.put(template, null, Map.of("maximumClassDrop", 1)).statusCode(201);

    GateClient.get("?size=100")
        .statusCode(200)
        .body("items.scope", hasItems("PROJECT", "TEMPLATE"))
        .body("items[0].ownerId", equalTo(template.substring("templates/".length())));
  }

  @Test
  void refusesRulesThatSayNothingOrTooMuch() {
    GateClient.put(project, null, Map.of())
        .statusCode(400)
        .body("violations[0].message", containsString("maximumClassDrop"));
    GateClient.put(project, null, Map.of("minimumAveragePrecision", 1.1))
        .statusCode(400)
        .body("violations[0].field", endsWith("minimumAveragePrecision"));
    GateClient.put(project, null, Map.of("maximumClassDrop", -0.1)).statusCode(400);
    GateClient.put(project, null, Map.of("maximumClassDrop", 0.1, "alias", "a b")).statusCode(400);
    GateClient.put("projects/none", null, Map.of("maximumClassDrop", 0.1)).statusCode(404);
    GateClient.get(project).statusCode(404);
  }

  @Test
  void letsOneOfManyMakeIt() throws Exception {
    var statuses =
        Race.atOnce(
            8,
            () ->
                GateClient.put(project, null, Map.of("minimumAveragePrecision", 0.9))
                    .extract()
                    .statusCode());

    assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 428);
  }
}
