package dev.trainyard.template;

import static dev.trainyard.template.TemplateRequests.aTemplate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.template.TemplateEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Backends
class TemplateIT {

  @Test
  void createsReadsListsChangesAndDeletesAndTellsTheWorld() {
    var project = Api.project();
    var created =
        Api.createTemplate(project, aTemplate("first"))
            .statusCode(201)
            .body("author", is("admin"))
            .header("ETag", "\"1\"")
            .body(
                "projectId", is(project),
                "revision", is(1),
                "parameters.iterations", is(300),
                "parameters.batchSize", is(2),
                "parameters.device", is("CUDA"),
                "warnings", empty())
            .extract();
    String id = created.path("id");
    var path = "/api/v1/templates/" + id;
    assertThat(created.header("Location")).endsWith(path);
    Api.get(path).statusCode(200).header("ETag", "\"1\"").body("name", is("first"));
    Api.get("/api/v1/projects/" + project + "/templates").body("items.id", contains(id));

    var change = aTemplate("renamed");
    change.put("parameters", Map.of("iterations", 6000));
    Api.put(path, "\"1\"", change)
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("name", is("renamed"), "warnings[0]", containsString("overfit"));
    Api.put(path, "\"1\"", change).statusCode(412);
    Api.put(path, "", change).statusCode(428);
    Api.delete(path).statusCode(204);
    Api.get(path).statusCode(404);

    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 3))
          .containsExactly(
              EventType.TEMPLATE_CREATED, EventType.TEMPLATE_UPDATED, EventType.TEMPLATE_DELETED);
      var changed = events.about(id, 3).get(1);
      assertThat(changed.source()).isEqualTo("/trainyard/template-service");
      assertThat(changed.traceId()).isPresent();
      assertThat(changed.dataAs(TemplateEvent.class).revision()).isEqualTo(2);
      assertThat(changed.dataAs(TemplateEvent.class).parameters().iterations()).isEqualTo(6000);
    }
  }

  @Test
  void publishesNothingOfRefusedChange() {
    var project = Api.project();
    String first = Api.createTemplate(project, aTemplate("taken")).extract().path("id");
    Api.createTemplate(project, aTemplate("TAKEN"))
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:name-taken"), "templateId", is(first));
    String last = Api.createTemplate(project, aTemplate("free")).extract().path("id");
    try (var events = new Events()) {
      events.about(last, 1);
      assertThat(events.typesAbout(first, 1)).containsExactly(EventType.TEMPLATE_CREATED);
    }
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "iterations, 0",
    "iterations, 1000001",
    "batchSize, 0",
    "learningRate, 0",
    "learningRate, 1.5",
    "imageSize, 100",
    "dataLoaderWorkers, 65",
    "updatePeriodSeconds, 601",
    "evaluationInterval, 0",
    "earlyStoppingPatience, 0",
    "freezeBackboneIterations, -1",
    "checkpointIntervalSeconds, 0"
  })
  void refusesParameterOutsideItsLimits(String parameter, double value) {
    var project = Api.project();
    var request = aTemplate("limits");
    request.put(
        "parameters", Map.of(parameter, value == Math.rint(value) ? (Object) (int) value : value));
    Api.createTemplate(project, request)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("parameters." + parameter));
    requireNoTemplate(project);
  }

  @Test
  void refusesParametersOfWrongKind() {
    var project = Api.project();
    var request = aTemplate("kinds");
    request.put("parameters", Map.of("device", "ABACUS"));
    Api.createTemplate(project, request)
        .statusCode(400)
        .body(
            "violations[0].field", is("parameters.device"),
            "violations[0].message", containsString("CUDA"));
    request.put("parameters", Map.of("iterations", "many"));
    Api.createTemplate(project, request)
        .statusCode(400)
        .body("violations.field", contains("parameters.iterations"));
    request.put("parameters", Map.of("allowedExtensions", List.of(".exe")));
    Api.createTemplate(project, request)
        .statusCode(400)
        .body("violations.field", contains("parameters.allowedExtensions"));
    request.put("parameters", Map.of("epochs", 3));
    Api.createTemplate(project, request)
        .statusCode(400)
        .body("violations.field", contains("parameters.epochs"));
    request.put("parameters", Map.of());
    request.put("datasetId", "no-uuid");
    Api.createTemplate(project, request)
        .statusCode(400)
        .body("violations.field", contains("datasetId"));
    requireNoTemplate(project);
  }

  @Test
  void refusesUnknownReferencesAndNamesTheField() {
    var project = Api.project();
    refuses(project, "name", "has space", 400);
    refuses(project, "modelType", "oracle", 400);
    refuses(project, "baseModel", "base-unknown", 400);
    refuses(project, "datasetId", UUID.randomUUID().toString(), 400);
    String elsewhere =
        Api.upload(Api.project(), "elsewhere", Archives.aDataset().bytes()).extract().path("id");
    refuses(project, "datasetId", elsewhere, 400);
    Api.createTemplate(UUID.randomUUID().toString(), aTemplate("orphan")).statusCode(404);
    requireNoTemplate(project);
  }

  @Test
  void answersUnavailableWhileRegistryIsDown() {
    var project = Api.project();
    var request = aTemplate("waiting");
    request.put("baseModel", FakeRegistryResource.DOWN);
    Api.createTemplate(project, request)
        .statusCode(503)
        .contentType("application/problem+json")
        .body("dependency", is("model-registry-service"));
    requireNoTemplate(project);
  }

  @Test
  void snapshotsNewestOrNamedOrAskedForDataset() {
    var project = Api.project();
    String template = Api.createTemplate(project, aTemplate("snapped")).extract().path("id");
    var path = "/api/v1/templates/" + template + "/snapshot";
    Api.get(path)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:no-dataset"), "projectId", is(project));

    var archive = Archives.aDataset().bytes();
    String first = Api.upload(project, "pages", archive).extract().path("id");
    String second = Api.upload(project, "pages", archive).extract().path("id");
    Api.get(path)
        .statusCode(200)
        .body(
            "template.id", is(template),
            "template.name", is("snapped"),
            "template.modelType", is("classifier"),
            "template.baseModel", is("base-resnet18"),
            "template.revision", is(1),
            "project.id", is(project),
            "dataset.id", is(second),
            "dataset.version", is(2),
            "parameters.iterations", is(300));
    Api.get(path + "?datasetId=" + first).body("dataset.version", is(1));
    Api.get(path + "?datasetId=" + UUID.randomUUID())
        .statusCode(400)
        .body("violations.field", contains("datasetId"));

    var named = aTemplate("snapped");
    named.put("datasetId", first);
    Api.put("/api/v1/templates/" + template, "\"1\"", named).statusCode(200);
    Api.get(path).body("dataset.id", is(first), "template.revision", is(2));
    Api.get("/api/v1/templates/" + UUID.randomUUID() + "/snapshot").statusCode(404);
  }

  @Test
  void describesModelTypesAndParameters() {
    Api.get("/api/v1/model-types").statusCode(200).body("name", hasItem("classifier"));
    Api.get("/api/v1/training-parameters/schema")
        .statusCode(200)
        .body(
            "properties.iterations.default", is(1000),
            "properties.iterations.maximum", is(1_000_000),
            "properties.device.enum", contains("CUDA", "CPU"),
            "properties.freezeBackboneIterations.minimum", is(0),
            "properties.checkpointIntervalSeconds.default", is(60),
            "properties.precision.enum", contains("AUTO", "FLOAT32", "BFLOAT16"),
            "properties.precision.default", is("AUTO"),
            "properties.earlyStoppingPatience.default", nullValue());
  }

  private static void refuses(String project, String field, String value, int status) {
    var request = aTemplate("refused");
    request.put(field, value);
    Api.createTemplate(project, request)
        .statusCode(status)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
  }

  private static void requireNoTemplate(String project) {
    Api.get("/api/v1/projects/" + project + "/templates").body("items", hasSize(0));
  }
}
