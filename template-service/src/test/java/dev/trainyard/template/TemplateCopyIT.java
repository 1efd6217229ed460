package dev.trainyard.template;

import static dev.trainyard.template.TemplateRequests.aTemplate;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates made of others: clones, and documents that are exported and imported. */
@QuarkusTest
@Backends
class TemplateCopyIT {
  private static final byte[] PAGES = Archives.aDataset().bytes();

  @Test
  void clonesUnderAFreeName() {
    var project = Api.project();
    String original = template(project, "original");
    var path = "/api/v1/templates/" + original + "/clone";
    String copy =
        given()
            .contentType(ContentType.JSON)
            .post(path)
            .then()
            .statusCode(201)
            .header("ETag", "\"1\"")
            .header("Location", containsString("/api/v1/templates/"))
            .body("name", is("original-copy"), "parameters.iterations", is(300))
            .extract()
            .path("id");
    Api.post(path, Map.of()).statusCode(201).body("name", is("original-copy-2"));
    Api.post(path, Map.of("name", "Original")).statusCode(409).body("templateId", is(original));
    Api.post(path, Map.of("name", "no good"))
        .statusCode(400)
        .body("violations.field", contains("name"));
    Api.post("/api/v1/templates/" + UUID.randomUUID() + "/clone", Map.of()).statusCode(404);
    Api.post(path, Map.of("projectId", UUID.randomUUID().toString())).statusCode(404);
    try (var events = new Events()) {
      assertThat(events.typesAbout(copy, 1)).containsExactly(EventType.TEMPLATE_CREATED);
    }
  }

  @Test
  void clonesLongNamesWithoutExceedingTheLimit() {
    var name = "ж".repeat(100);
    String original = template(Api.project(), name);
    Api.post("/api/v1/templates/" + original + "/clone", Map.of())
        .statusCode(201)
        .body("name", is("ж".repeat(95) + "-copy"));
  }

  @Test
  void clonesIntoAnotherProjectWithoutItsDataset() {
    var project = Api.project();
    var request = aTemplate("moving");
    request.put("datasetId", dataset(project, "pages"));
    String original = Api.createTemplate(project, request).extract().path("id");
    var elsewhere = Api.project();
    var path = "/api/v1/templates/" + original + "/clone";
    Api.post(path, Map.of("projectId", elsewhere))
        .statusCode(201)
        .body("projectId", is(elsewhere), "datasetId", nullValue(), "name", is("moving-copy"));
    Api.post(path, Map.of("name", "staying"))
        .statusCode(201)
        .body("datasetId", is(request.get("datasetId")));
  }

  @Test
  void exportsWhatItImports() {
    var project = Api.project();
    var request = aTemplate("travelling");
    request.put("description", "yes: it's \"quoted\", # and 1.0");
    request.put("datasetId", dataset(project, "pages"));
    String original = Api.createTemplate(project, request).extract().path("id");
    var response =
        given()
            .get("/api/v1/templates/{id}/export", original)
            .then()
            .statusCode(200)
            .contentType("application/yaml")
            .header("Content-Disposition", containsString("travelling.yaml"))
            .extract();
    var document = response.asString();
    assertThat(document)
        .contains("formatVersion: 1", "name: pages", "version: 1", "iterations: 300");

    var elsewhere = Api.project();
    importInto(elsewhere, document)
        .statusCode(400)
        .body("violations.field", contains("dataset"))
        .body("violations[0].message", containsString("upload it first"));
    String there = dataset(elsewhere, "pages");
    String imported =
        importInto(elsewhere, document)
            .statusCode(201)
            .body("projectId", is(elsewhere), "datasetId", is(there))
            .extract()
            .path("id");
    Map<String, Object> one =
        Api.get("/api/v1/templates/" + original + "/revisions/1").extract().path("content");
    Map<String, Object> other =
        Api.get("/api/v1/templates/" + imported + "/revisions/1").extract().path("content");
    one.remove("datasetId");
    other.remove("datasetId");
    assertThat(other).isEqualTo(one);
    importInto(elsewhere, document).statusCode(409);
  }

  @Test
  void importsOnlyTheDatasetThatIsMeant() {
    var project = Api.project();
    dataset(project, "pages");
    var document =
        minimal("picky") + "dataset: {name: PAGES, digest: '%s'}\n".formatted("0".repeat(64));
    importInto(project, document)
        .statusCode(400)
        .body("violations.field", contains("dataset.digest"));
    importInto(project, minimal("old") + "dataset: {name: pages, version: 2}\n")
        .statusCode(400)
        .body("violations[0].message", containsString("no dataset pages of version 2"));
    importInto(project, minimal("nameless") + "dataset: {version: 1}\n")
        .statusCode(400)
        .body("violations.field", contains("dataset.name"));
    String second = dataset(project, "pages");
    importInto(project, minimal("newest") + "dataset: {name: PAGES}\n")
        .statusCode(201)
        .body("datasetId", is(second));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a list | [1, 2] | body",
        "no YAML | 'name: a: b' | body",
        "nothing | '' | body",
        "two documents | 'formatVersion: 1\n---\nname: x' | body",
        "a field twice | 'formatVersion: 1\nname: a\nname: b' | body",
        "another version | 'formatVersion: 2\nname: a' | formatVersion",
        "no version | 'name: a' | formatVersion",
        "an unknown field | 'formatVersion: 1\nnaem: a' | naem",
        "an unknown parameter | 'formatVersion: 1\nname: a\nmodelType: classifier\nbaseModel: b\nparameters: {epochs: 3}' | parameters.epochs",
        "a parameter out of range | 'formatVersion: 1\nname: a\nmodelType: classifier\nbaseModel: b\nparameters: {iterations: 0}' | parameters.iterations",
        "a class to load | '!!javax.script.ScriptEngineManager [x]' | body",
      })
  void refusesDocumentsThatAreNone(String what, String document, String field) {
    var project = Api.project();
    importInto(project, document == null ? "" : document)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
    Api.get("/api/v1/projects/" + project + "/templates").body("items", empty());
  }

  @Test
  void refusesDocumentsWithoutWhatATemplateNeedsAndLargeOnes() {
    var project = Api.project();
    importInto(project, "formatVersion: 1\n")
        .statusCode(400)
        .body("violations.field", containsInAnyOrder("baseModel", "modelType", "name"));
    importInto(project, minimal("large") + "description: " + "x".repeat(1 << 20)).statusCode(413);
    importInto(UUID.randomUUID().toString(), minimal("nowhere")).statusCode(404);
    importInto(project, "formatVersion: 1\nextra: " + "[".repeat(2000) + "]".repeat(2000))
        .statusCode(400)
        .body("violations.field", contains("body"));
    importInto(project, minimal("far") + "dataset: {name: pages, version: 99999999999}\n")
        .statusCode(400)
        .body("violations.field", contains("dataset.version"));
    given()
        .contentType("text/plain")
        .body(minimal("plain"))
        .post("/api/v1/projects/" + project + "/templates/import")
        .then()
        .statusCode(415);
  }

  @Test
  void findsTemplatesOfAllProjects() {
    var mark = Api.uniqueName("Überweisung");
    var one = Api.project();
    var other = Api.project();
    var request = aTemplate(mark + "-one");
    request.put("datasetId", dataset(one, "pages"));
    String first = Api.createTemplate(one, request).extract().path("id");
    String second = template(other, mark + "-two");

    find("search=" + mark.toUpperCase(Locale.ROOT), second, first);
    find("search=" + mark + "&projectId=" + one, first);
    find("search=" + mark + "&sort=name", first, second);
    find("name=" + mark + "-TWO", second);
    find("search=" + mark + "&baseModel=BASE-resnet18&modelType=classifier", second, first);
    find("datasetId=" + request.get("datasetId"), first);
    Api.get("/api/v1/templates?search=" + mark + "&baseModel=other").body("total", is(0));
    Api.get("/api/v1/templates?search=" + mark + "&modelType=other").body("total", is(0));
    Api.get("/api/v1/templates?search=%25").body("items", empty());
    Api.get("/api/v1/templates?projectId=" + UUID.randomUUID()).statusCode(404);
    find("search=" + mark + "&projectId=&datasetId=", second, first);
    Api.get("/api/v1/templates").statusCode(200);
    Api.get("/api/v1/templates?datasetId=none")
        .statusCode(400)
        .body("violations.field", contains("datasetId"));
    Api.get("/api/v1/templates?sort=parameters").statusCode(400);
    Api.get("/api/v1/projects/" + other + "/templates?search=" + mark)
        .body("items.id", contains(second));
  }

  private static void find(String query, String... ids) {
    Api.get("/api/v1/templates?" + query).statusCode(200).body("items.id", contains(ids));
  }

  private static String template(String project, String name) {
    return Api.createTemplate(project, aTemplate(name)).statusCode(201).extract().path("id");
  }

  private static String dataset(String project, String name) {
    return Api.upload(project, name, PAGES).statusCode(201).extract().path("id");
  }

  private static String minimal(String name) {
    return "formatVersion: 1\nname: %s\nmodelType: classifier\nbaseModel: %s\n"
        .formatted(name, FakeRegistryResource.KNOWN);
  }

  private static ValidatableResponse importInto(String project, String document) {
    return given()
        .contentType("application/yaml")
        .body(document.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/projects/{id}/templates/import", project)
        .then();
  }
}
