package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.MeasuredModels.figures;
import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.delete;
import static dev.trainyard.registry.model.RegistryClient.download;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.register;
import static dev.trainyard.registry.model.RegistryClient.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.gate.GateClient;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Models that a gate judges. */
@RegistryTest
class GatedModelIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final UUID project = UUID.randomUUID();
  private final UUID template = UUID.randomUUID();

  @Test
  void registersAModelThatFailsWithTheReasons() {
    wantOfProject(0.9);
    var request = version(0.8);
    var rejected = ready(request, ARCHIVE);

    var id = rejected.getString("id");
    assertThat(rejected.getString("status")).isEqualTo("REJECTED_BY_GATE");
    get("/models/" + id)
        .statusCode(200)
        .body("status", equalTo("REJECTED_BY_GATE"))
        .body(
            "gateReasons",
            contains("The average precision is 0.8; the gate of the project wants at least 0.9."));
    get("/models?projectId=" + project).body("items", empty());
    get("/models?status=REJECTED_BY_GATE&projectId=" + project).body("items.id", contains(id));
    get("/models?processId=" + request.body().get("processId")).body("items.id", contains(id));
    var location = get("/models/" + id + "/archive").statusCode(307).extract().header("Location");
    assertThat(download(location).body()).isEqualTo(ARCHIVE);
    given()
        .get("/api/v1/models/" + id + "/card")
        .then()
        .body(containsString("Rejected by the gate"))
        .body(containsString("wants at least 0.9"));
    assertThat(new PublishedEvents(bootstrapServers).of(id, 1))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(EventType.MODEL_CREATED);
              var data = event.dataAs(ModelEvent.class);
              assertThat(data.status()).isEqualTo(ModelStatus.REJECTED_BY_GATE);
              assertThat(data.gateReasons()).hasSize(1);
            });
    delete(id).statusCode(204);
  }

  @Test
  void takesNoAliasAndBecomesABaseModelOnlyWhenToldSo() {
    wantOfProject(0.9);
    var id = ready(version(0.8), TestArchives.valid()).getString("id");

    point("champion", id)
        .statusCode(409)
        .body("type", endsWith("model-rejected"))
        .body("gateReasons", hasSize(1))
        .body("detail", containsString("POST /api/v1/models/" + id + "/gate"));
    var name = "rejected-" + UUID.randomUUID();
    baseModel(Map.of("name", name, "modelId", id))
        .statusCode(409)
        .body("type", endsWith("model-rejected"));
    baseModel(Map.of("name", name, "modelId", id, "acceptRejected", true)).statusCode(201);
  }

  @Test
  void letsTheTemplatesGateStandInPlaceOfTheProjects() {
    wantOfProject(0.9);
    GateClient.put("templates/" + template, null, Map.of("minimumAveragePrecision", 0.5))
        .statusCode(201);

    assertThat(ready(version(0.8), ARCHIVE).getString("status")).isEqualTo("READY");
    GateClient.delete("templates/" + template).statusCode(204);
    assertThat(ready(version(0.8), ARCHIVE).getString("status")).isEqualTo("REJECTED_BY_GATE");
  }

  @Test
  void comparesEachClassWithTheChampion() {
    GateClient.put("projects/" + project, null, Map.of("maximumClassDrop", 0.05, "alias", "best"));
    var first = measured(0.9, 0.9);
    point("BEST", first.getString("id")).statusCode(200);

    assertThat(first.getString("status")).isEqualTo("READY");
    assertThat(measured(0.85, 1).getString("status")).isEqualTo("READY");
    var worse = measured(1, 0.8);
    assertThat(worse.getString("status")).isEqualTo("REJECTED_BY_GATE");
    assertThat(worse.getList("gateReasons", String.class))
        .singleElement()
        .asString()
        .contains("“invoice” is 0.8", "0.1 less than that of best, version 1 (0.9)");
    // Nothing was measured: the figures are not known.
    assertThat(ready(version(0.9), ARCHIVE).getList("gateReasons")).hasSize(2);
    // Another name has another champion.
    assertThat(ready(version(0.9).with("name", "other"), ARCHIVE).getString("status"))
        .isEqualTo("READY");
  }

  @Test
  void judgesAgainByWhatThereIsNow() {
    var tag = wantOfProject(0.9);
    var id = ready(version(0.8), ARCHIVE).getString("id");
    GateClient.judge(id).statusCode(200).body("status", equalTo("REJECTED_BY_GATE"));
    var before = get("/models/" + id).extract().header("ETag");
    GateClient.judge(id).statusCode(200).header("ETag", equalTo(before));

    GateClient.put(
            "projects/" + project,
            tag,
            Map.of("minimumAveragePrecision", 0.8, "maximumClassDrop", 0.5))
        .statusCode(200);
    GateClient.judge(id)
        .statusCode(200)
        .body("status", equalTo("READY"))
        .body("gateReasons", nullValue());
    point("champion", id).statusCode(200);
    GateClient.judge(id).statusCode(200);

    assertThat(new PublishedEvents(bootstrapServers).of(id, 3))
        .extracting(ReceivedEvent::type)
        .containsExactly(EventType.MODEL_CREATED, EventType.MODEL_UPDATED, EventType.MODEL_UPDATED);
  }

  @Test
  void rejectsNoModelThatIsInUse() {
    var id = ready(version(0.8), ARCHIVE).getString("id");
    point("champion", id).statusCode(200);
    wantOfProject(0.9);

    GateClient.judge(id)
        .statusCode(409)
        .body("type", endsWith("model-has-aliases"))
        .body("gateReasons", hasSize(1));
    get("/models/" + id).body("status", equalTo("READY"));
    RegistryClient.takeAway("champion", id).statusCode(204);
    GateClient.judge(id).statusCode(200).body("status", equalTo("REJECTED_BY_GATE"));
    GateClient.judge(UUID.randomUUID().toString()).statusCode(404);
  }

  @Test
  void letsAnAgentThatKnowsReadyOnlyComeToItsEnd() {
    wantOfProject(0.9);
    var request = version(0.8);
    var id = ready(request, ARCHIVE).getString("id");

    var again = register(request).statusCode(200).extract().jsonPath();
    assertThat(again.getString("status")).isEqualTo("REJECTED_BY_GATE");
    upload(again.getString("upload.url"), ARCHIVE);
    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("REJECTED_BY_GATE"));
    assertThat(new PublishedEvents(bootstrapServers).of(id, 1)).hasSize(1);
  }

  private String wantOfProject(double minimum) {
    return GateClient.put("projects/" + project, null, Map.of("minimumAveragePrecision", minimum))
        .statusCode(201)
        .extract()
        .header("ETag");
  }

  private ModelRequests version(double averagePrecision) {
    return aModel()
        .with("projectId", project)
        .with("templateId", template)
        .with("metrics", Map.of("averagePrecision", averagePrecision));
  }

  /** A model with an average precision of each of two classes. */
  private io.restassured.path.json.JsonPath measured(double ofZero, double ofInvoice) {
    var archive =
        TestArchives.with(
            Map.of(
                "classes",
                List.of("0", "invoice"),
                "metrics",
                Map.of(
                    "perClass",
                    List.of(
                        figures("0", 30, 1, 1, 1, ofZero),
                        figures("invoice", 30, 1, 1, 1, ofInvoice)))));
    return ready(version(0.9), archive);
  }

  private static io.restassured.response.ValidatableResponse baseModel(Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).post("/api/v1/base-models").then();
  }
}
