package dev.trainyard.template;

import static dev.trainyard.template.TemplateRequests.aTemplate;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class ModelTypeIT {
  private static final String TYPES = "/api/v1/model-types";

  private final String name = Api.uniqueName("Pässe");
  private final String path = TYPES + "/" + name;

  @Test
  void createsReadsChangesListsAndDeletes() {
    create(Map.of("imageSize", 384))
        .statusCode(201)
        .body("author", is("admin"))
        .header("ETag", "\"1\"")
        .body("name", is(name), "title", is(name), "builtIn", is(false), "revision", is(1));
    Api.get(path.toUpperCase(Locale.ROOT).replace("/API/V1/MODEL-TYPES", TYPES))
        .statusCode(200)
        .body("parameters", is(Map.of("imageSize", 384)));
    Api.get(TYPES).body("name", hasItem(name), "name[0]", is("classifier"));

    var change = Map.of("title", "Passport pages", "parameters", Map.of("batchSize", 16));
    Api.put(path, "\"1\"", change)
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("title", is("Passport pages"), "parameters", is(Map.of("batchSize", 16)));
    Api.put(path, "\"1\"", change).statusCode(412);
    Api.put(path, "", change).statusCode(428);
    Api.put(path, "\"2\"", Map.of("name", "other"))
        .statusCode(400)
        .body("violations.field", contains("name"));
    Api.delete(path).statusCode(204);
    Api.get(path).statusCode(404);
    Api.delete(path).statusCode(404);
  }

  @Test
  void templatesBeginWithTheTypesParameters() {
    create(Map.of("imageSize", 384, "batchSize", 16)).statusCode(201);
    var request = aTemplate("typed");
    request.put("modelType", name.toUpperCase(Locale.ROOT));
    request.put("parameters", Map.of("batchSize", 8));
    String template =
        Api.createTemplate(Api.project(), request)
            .statusCode(201)
            .body("modelType", is(name))
            .body("parameters.batchSize", is(8))
            .body("parameters.imageSize", is(384))
            .body("parameters.iterations", is(1000))
            .extract()
            .path("id");
    request.remove("parameters");
    Api.createTemplate(Api.project(), request).body("parameters.batchSize", is(16));
    Api.put(path, "\"1\"", Map.of("parameters", Map.of("imageSize", 64))).statusCode(200);
    Api.get("/api/v1/templates/" + template).body("parameters.imageSize", is(384));
    Api.get(path + "/parameter-schema")
        .statusCode(200)
        .body("properties.imageSize.default", is(64))
        .body("properties.imageSize.maximum", is(1024))
        .body("properties.batchSize.default", is(2));

    Api.delete(path)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:model-type-in-use"), "templates", is(2));
    Api.get("/api/v1/templates?modelType=" + name.toUpperCase(Locale.ROOT))
        .body("total", is(2))
        .extract()
        .<List<String>>path("items.id")
        .forEach(id -> Api.delete("/api/v1/templates/" + id).statusCode(204));
    Api.delete(path).statusCode(204);
    Api.createTemplate(Api.project(), request)
        .statusCode(400)
        .body("violations.field", contains("modelType"))
        .body("violations[0].message", containsString("classifier"));
  }

  @Test
  void whatATemplateDoesNotHaveStaysSo() {
    create(Map.of()).statusCode(201);
    var request = aTemplate("patient");
    request.put("modelType", name);
    String template = Api.createTemplate(Api.project(), request).extract().path("id");
    Api.put(path, "\"1\"", Map.of("parameters", Map.of("earlyStoppingPatience", 3)))
        .statusCode(200);
    Map<String, Object> read =
        Api.get("/api/v1/templates/" + template + "/revisions/1").extract().path("content");
    Api.put("/api/v1/templates/" + template, "\"1\"", read)
        .statusCode(200)
        .body("parameters", not(hasKey("earlyStoppingPatience")));
    var document = Api.get("/api/v1/templates/" + template + "/export").extract().asString();
    given()
        .contentType("application/yaml")
        .body(document.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/projects/" + Api.project() + "/templates/import")
        .then()
        .statusCode(201)
        .body("parameters", not(hasKey("earlyStoppingPatience")));
    request.put("name", "hasty");
    Api.createTemplate(Api.project(), request).body("parameters.earlyStoppingPatience", is(3));
  }

  @Test
  void keepsParametersAsTheyWereUnderstood() {
    var parameters = new HashMap<String, Object>();
    parameters.put("imageSize", "64");
    parameters.put("seed", null);
    create(parameters).statusCode(201).body("parameters", is(Map.of("imageSize", 64)));
    var request = new HashMap<String, Object>();
    request.put("parameters", null);
    Api.put(path, "\"1\"", request).statusCode(200).body("parameters", anEmptyMap());
  }

  @Test
  void refusesWhatIsNoType() {
    Api.post(TYPES, Map.of("title", "nameless"))
        .statusCode(400)
        .body("violations.field", contains("name"));
    Api.post(TYPES, Map.of("name", "no good")).statusCode(400);
    Api.post(TYPES, Map.of("name", "..")).statusCode(400);
    create(Map.of("imageSize", 100))
        .statusCode(400)
        .body("violations.field", contains("parameters.imageSize"));
    create(Map.of("epochs", 3))
        .statusCode(400)
        .body("violations.field", contains("parameters.epochs"));
    create(List.of(1)).statusCode(400).body("violations.field", contains("parameters"));
    Api.get(path).statusCode(404);
    Api.post(TYPES, Map.of("name", "CLASSIFIER")).statusCode(409).body("name", is("classifier"));
  }

  @Test
  void leavesWhatComesWithThePlatformAlone() {
    Api.get(TYPES + "/classifier")
        .body("builtIn", is(true), "parameters", anEmptyMap(), "title", is("Document classifier"));
    Api.put(TYPES + "/classifier", "\"1\"", Map.of("title", "mine")).statusCode(409);
    Api.delete(TYPES + "/classifier").statusCode(409);
  }

  @RepeatedTest(10)
  void aTypeIsDeletedOrUsed() {
    create(Map.of()).statusCode(201);
    var project = Api.project();
    var request = aTemplate("racer");
    request.put("modelType", name);
    var answers =
        Stream.<CompletableFuture<Integer>>of(
                CompletableFuture.supplyAsync(() -> Api.delete(path).extract().statusCode()),
                CompletableFuture.supplyAsync(
                    () -> Api.createTemplate(project, request).extract().statusCode()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(answers).isIn(List.of(204, 400), List.of(409, 201));
  }

  private ValidatableResponse create(Object parameters) {
    return Api.post(TYPES, Map.of("name", name, "parameters", parameters));
  }
}
