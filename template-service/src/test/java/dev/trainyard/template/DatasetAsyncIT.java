package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.TemplateRequests.aTemplate;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who does not want to wait for the check need not. */
@QuarkusTest
@Backends
class DatasetAsyncIT {
  @Inject StoredObjects stored;

  @Test
  void answersBeforeTheCheckAndEndsReady() {
    var project = Api.project();
    String id =
        Api.uploadAsync(project, "later", anArchive().images("a", 4).images("b", 4).bytes())
            .statusCode(202)
            .header("Preference-Applied", is("respond-async"))
            .body("version", nullValue())
            .extract()
            .path("id");
    Api.awaitStatus(id, "READY")
        .body("version", is(1), "trainImages", is(6), "testImages", is(2), "split.seed", is(42));
    assertThat(stored.keysOf(project)).containsExactly(project + "/" + id + ".zip");
    Awaitility.await().until(() -> stored.keysBelow("uploads/" + id).isEmpty());
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 2))
          .containsExactly(EventType.DATASET_UPLOADED, EventType.DATASET_READY);
      assertThat(events.about(id, 2).get(1).dataAs(DatasetEvent.class).version()).isEqualTo(1);
    }
  }

  @Test
  void endsRejectedWithReasonsThatStay() {
    var project = Api.project();
    var answer =
        Api.uploadAsync(project, "later", anArchive().images("train/a", 2).bytes())
            .statusCode(202)
            .extract();
    String id = answer.path("id");
    assertThat(answer.header("Location")).endsWith("/api/v1/datasets/" + id);
    Api.awaitStatus(id, "REJECTED").body("violations.field", contains("test"));
    Awaitility.await().untilAsserted(() -> stored.requireNothingStoredOf(project));
    try (var events = new Events()) {
      var rejected = events.about(id, 1).get(0);
      assertThat(rejected.type()).isEqualTo(EventType.DATASET_REJECTED);
      assertThat(rejected.dataAs(DatasetEvent.class).problems())
          .singleElement()
          .asString()
          .startsWith("test: has no images");
      Api.delete("/api/v1/datasets/" + id).statusCode(204);
      assertThat(events.typesAbout(id, 2))
          .containsExactly(EventType.DATASET_REJECTED, EventType.DATASET_DELETED);
    }
  }

  @Test
  void usesReadyDatasetsOnly() {
    var project = Api.project();
    String ready = Api.upload(project, "good", aDataset().bytes()).extract().path("id");
    String rejected =
        Api.upload(project, "good", anArchive().bytes())
            .statusCode(422)
            .extract()
            .path("datasetId");
    var datasets = "/api/v1/projects/" + project + "/datasets";
    Api.get(datasets).body("items", hasSize(2));
    Api.get(datasets + "?status=READY").body("items.id", contains(ready), "total", is(1));
    Api.get(datasets + "?status=REJECTED").body("items.id", contains(rejected));
    Api.get(datasets + "?status=CHECKING").body("items", hasSize(0));
    Api.get(datasets + "?status=DONE").statusCode(400).body("violations.field", contains("status"));

    String template = Api.createTemplate(project, aTemplate("newest")).extract().path("id");
    Api.get("/api/v1/templates/" + template + "/snapshot")
        .statusCode(200)
        .body("dataset.id", is(ready));
    Api.get("/api/v1/templates/" + template + "/snapshot?datasetId=" + rejected)
        .statusCode(400)
        .body("violations.message", contains("is REJECTED, but must be READY"));
    var naming = new HashMap<>(aTemplate("named"));
    naming.put("datasetId", rejected);
    Api.createTemplate(project, naming).statusCode(400);
    given()
        .contentType("application/json")
        .body(Map.of("templateId", template))
        .put("/api/v1/datasets/" + rejected + "/uses/" + UUID.randomUUID())
        .then()
        .statusCode(409)
        .body("status", is("REJECTED"));
  }

  @Test
  void deletesProjectWithWhatWasRejectedAndTellsOfIt() {
    var project = Api.project();
    String rejected =
        Api.upload(project, "bad", anArchive().bytes()).statusCode(422).extract().path("datasetId");
    Api.delete("/api/v1/projects/" + project).statusCode(204);
    Api.get("/api/v1/projects/" + project).statusCode(404);
    try (var events = new Events()) {
      assertThat(events.typesAbout(rejected, 2))
          .containsExactly(EventType.DATASET_REJECTED, EventType.DATASET_DELETED);
    }
  }
}
