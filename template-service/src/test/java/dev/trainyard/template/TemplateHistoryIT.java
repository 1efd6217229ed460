package dev.trainyard.template;

import static dev.trainyard.template.TemplateRequests.aTemplate;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class TemplateHistoryIT {

  @Test
  void keepsWhatTheTemplateSaidAndTellsWhatChanged() {
    var path = "/api/v1/templates/" + template("first");
    var longer = aTemplate("second");
    longer.put(
        "parameters", Map.of("iterations", 600, "imageSize", 32, "earlyStoppingPatience", 3));
    Api.put(path, "\"1\"", longer).statusCode(200);
    Api.put(path, "\"2\"", aTemplate("second")).statusCode(200);

    Api.get(path + "/revisions")
        .statusCode(200)
        .body("total", is(3))
        .body("items.revision", contains(3, 2, 1))
        .body(
            "items[0].changes.field",
            contains("parameters.earlyStoppingPatience", "parameters.iterations"))
        .body("items[0].changes[0].before", is(3))
        .body("items[0].changes[0].after", nullValue())
        .body("items[1].changes.field[0]", is("name"))
        .body("items[1].changes[0].before", is("first"))
        .body("items[1].changes[0].after", is("second"))
        .body("items[1].content.parameters.iterations", is(600))
        .body("items[2].changes", empty());
    Api.get(path + "/revisions?page=1&size=2").body("items.revision", contains(1));
    Api.get(path + "/revisions?page=0&size=2")
        .body("items[1].changes.field[0]", is("name"), "total", is(3));
  }

  @Test
  void goesBackToAnEarlierRevision() {
    var path = "/api/v1/templates/" + template("kept");
    Api.put(path, "\"1\"", aTemplate("changed")).statusCode(200);
    Object content = Api.get(path + "/revisions/1").statusCode(200).extract().path("content");
    Api.put(path, "\"2\"", content).statusCode(200).body("revision", is(3));
    Api.get(path).body("name", is("kept"), "parameters.iterations", is(300));
    Api.get(path + "/revisions/3").body("changes.field", contains("name"));
  }

  @Test
  void keepsNoRevisionOfARefusedChange() {
    var path = "/api/v1/templates/" + template("steady");
    Api.put(path, "\"7\"", aTemplate("other")).statusCode(412);
    var withNul = aTemplate("steady");
    withNul.put("description", "a\u0000b");
    Api.put(path, "\"1\"", withNul).statusCode(400);
    Api.get(path + "/revisions").body("items.revision", contains(1));
    Api.get(path + "/revisions/2").statusCode(404);
    Api.get("/api/v1/templates/" + UUID.randomUUID() + "/revisions").statusCode(404);
    Api.delete(path).statusCode(204);
    Api.get(path + "/revisions").statusCode(404);
  }

  private static String template(String name) {
    return Api.createTemplate(Api.project(), aTemplate(name)).extract().path("id");
  }
}
