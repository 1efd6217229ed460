package dev.trainyard.registry.lineage;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.delete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where models come from and what becomes of them. */
@RegistryTest
class LineageIT {
  private static final String DIGEST = "ab".repeat(32);

  private final String mark = UUID.randomUUID().toString();

  @Test
  void tellsAllThatAModelWasMadeOf() {
    var request = aModel().with("baseModel", "base-resnet18");
    var config =
        Map.of(
            "lineage",
            Map.of(
                "processName", "digits-1",
                "templateRevision", 7,
                "datasetName", "scans",
                "datasetDigest", DIGEST,
                "machineName", "gpu-1"),
            "training",
            Map.of("device", "CUDA", "startedAt", "2026-11-23T15:00:00Z"),
            "parameters",
            Map.of("iterations", 1000),
            "versions",
            Map.of("trainer", "0.1.0", "djl", "0.36.0"));
    var id = ready(request, TestArchives.with(config)).getString("id");

    get("/models/" + id + "/lineage")
        .statusCode(200)
        .body("model.name", equalTo("digits"))
        .body("upstream.dataset.id", equalTo(request.body().get("datasetId").toString()))
        .body("upstream.dataset.name", equalTo("scans"))
        .body("upstream.dataset.version", equalTo(3))
        .body("upstream.dataset.digest", equalTo(DIGEST))
        .body("upstream.template.id", equalTo(request.body().get("templateId").toString()))
        .body("upstream.template.revision", equalTo(7))
        .body("upstream.template.projectName", equalTo("post"))
        .body("upstream.process.id", equalTo(request.body().get("processId").toString()))
        .body("upstream.process.name", equalTo("digits-1"))
        .body("upstream.process.attempt", equalTo(1))
        .body("upstream.machine.name", equalTo("gpu-1"))
        .body("upstream.machine.device", equalTo("CUDA"))
        .body("upstream.baseModel.id", equalTo("019ab000-0000-7000-8000-000000000018"))
        .body("upstream.baseModel.madeFrom", nullValue())
        .body("upstream.parameters.iterations", equalTo(1000))
        .body("upstream.versions.trainer", equalTo("0.1.0"))
        .body("downstream.baseModels", empty())
        .body("downstream.baseModelTotal", equalTo(0));
  }

  @Test
  void saysWhatIsKnownOfAModelThatIsNotThereYetOrSaysLittle() {
    var pending = registered(aModel()).getString("id");
    get("/models/" + pending + "/lineage")
        .statusCode(200)
        .body("model.status", equalTo("PENDING"))
        .body("upstream.dataset.version", equalTo(3))
        .body("upstream.template.revision", nullValue());
    var odd = Map.of("lineage", Map.of("datasetDigest", 7, "templateRevision", "x"));
    var id = ready(aModel(), TestArchives.with(odd)).getString("id");
    get("/models/" + id + "/lineage")
        .statusCode(200)
        .body("upstream.dataset.digest", nullValue())
        .body("upstream.template.revision", nullValue());
    get("/models/" + UUID.randomUUID() + "/lineage").statusCode(404);
    get("/base-models/" + UUID.randomUUID() + "/lineage").statusCode(404);
  }

  @Test
  void followsModelsThroughBaseModelsBothWays() {
    var first = ready(aModel(), unique());
    var base = baseModel("from-" + mark, first);
    var second = trainedFrom("FROM-" + mark, first.getString("sha256"));
    var old = trainedFrom("from-" + mark, null);
    var another = trainedFrom("from-" + mark, DIGEST);

    get("/models/" + first.getString("id") + "/lineage")
        .body("downstream.baseModelTotal", equalTo(1))
        .body("downstream.baseModels[0].id", equalTo(base))
        .body("downstream.baseModels[0].modelTotal", equalTo(2))
        .body("downstream.baseModels[0].models.id", contains(old, second));
    get("/base-models/" + base + "/lineage")
        .statusCode(200)
        .body("madeFrom.id", equalTo(first.getString("id")))
        .body("baseModel.name", equalTo("from-" + mark))
        .body("baseModel.models.id", contains(old, second));
    get("/models/" + second + "/lineage")
        .body("upstream.baseModel.id", equalTo(base))
        .body("upstream.baseModel.sha256", equalTo(first.getString("sha256")))
        .body("upstream.baseModel.madeFrom.id", equalTo(first.getString("id")));
    get("/models/" + old + "/lineage")
        .body("upstream.baseModel.madeFrom.id", equalTo(first.getString("id")));
    // What it began from had the name, but was something else.
    get("/models/" + another + "/lineage")
        .body("upstream.baseModel.id", nullValue())
        .body("upstream.baseModel.name", equalTo("from-" + mark))
        .body("upstream.baseModel.sha256", equalTo(DIGEST));
  }

  @Test
  void keepsTheLinksWhenTheBaseModelOrItsModelIsGone() {
    var first = ready(aModel(), unique());
    var base = baseModel("gone-" + mark, first);
    var second = trainedFrom("gone-" + mark, first.getString("sha256"));

    given().delete("/api/v1/base-models/" + base).then().statusCode(204);
    get("/models/" + second + "/lineage")
        .body("upstream.baseModel.id", nullValue())
        .body("upstream.baseModel.madeFrom.id", equalTo(first.getString("id")));
    get("/models/" + first.getString("id") + "/lineage").body("downstream.baseModels", empty());

    var again = baseModel("again-" + mark, first);
    delete(first.getString("id")).statusCode(204);
    get("/base-models/" + again + "/lineage")
        .body("madeFromId", equalTo(first.getString("id")))
        .body("madeFrom", nullValue())
        .body("baseModel.models.id", contains(second));
  }

  @Test
  void doesNotKnowTextsThatNobodyCanLookFor() {
    var config =
        Map.of(
            "lineage", Map.of("baseModel", "base\0-resnet18", "processName", "digits-1"),
            "training", Map.of("baseModelSha256", "ab\0"));
    var unnamed = ready(aModel().with("baseModel", null), TestArchives.with(config));
    get("/models/" + unnamed.getString("id") + "/lineage")
        .statusCode(200)
        .body("upstream.process.name", equalTo("digits-1"))
        .body("upstream.baseModel", nullValue());

    var named = ready(aModel(), TestArchives.with(config));
    get("/models/" + named.getString("id") + "/lineage")
        .statusCode(200)
        .body("upstream.baseModel.id", equalTo("019ab000-0000-7000-8000-000000000018"));
    get("/models/" + named.getString("id") + "/export").statusCode(200);
  }

  @Test
  void findsModelsByWhatTheyWereMadeOf() {
    var request = aModel().with("baseModel", "Base-" + mark);
    var id = ready(request, TestArchives.valid()).getString("id");
    ready(aModel(), TestArchives.valid());

    for (var field : new String[] {"datasetId", "machineId", "templateId", "processId"}) {
      get("/models?" + field + "=" + request.body().get(field)).body("items.id", contains(id));
    }
    get("/models?baseModel=bASE-" + mark).body("items.id", contains(id));
    get("/models?baseModel=base-" + mark + "&machineId=" + UUID.randomUUID())
        .body("items", hasSize(0));
    get("/models?datasetId=x").statusCode(400);
  }

  @Test
  void findsModelsByTheFactsInTheirConfig() {
    var request = aModel();
    var template = request.body().get("templateId");
    var digest = TestArchives.sha256(mark.getBytes(StandardCharsets.UTF_8));
    var old = ready(request, made(digest, 1, "0.9-" + mark)).getString("id");
    var young =
        ready(aModel().with("templateId", template), made(digest, 2, "1.0-" + mark))
            .getString("id");
    ready(aModel(), made(DIGEST, 2, "1.0"));

    get("/models?datasetDigest=" + digest).body("items.id", contains(young, old));
    get("/models?codeVersion=0.9-" + mark).body("items.id", contains(old));
    get("/models?templateId=" + template + "&templateRevision=2").body("items.id", contains(young));
    get("/models?datasetDigest=" + digest + "&codeVersion=1.0").body("items", hasSize(0));
  }

  @Test
  void refusesFactsThatNoModelCanHave() {
    get("/models?templateRevision=2")
        .statusCode(400)
        .body("violations[0].field", equalTo("templateRevision"))
        .body("violations[0].message", containsString("needs templateId"));
    for (var revision : new String[] {"0", "x", "1.5", "12345678901"}) {
      get("/models?templateId=" + UUID.randomUUID() + "&templateRevision=" + revision)
          .statusCode(400)
          .body("violations[0].field", equalTo("templateRevision"));
    }
    get("/models?datasetDigest=abc")
        .statusCode(400)
        .body("violations[0].field", equalTo("datasetDigest"));
  }

  @Test
  void takesConfigsWhoseFactsAreOdd() {
    var odd =
        Map.of(
            "lineage",
            Map.of("datasetDigest", "AB", "templateRevision", -1),
            "versions",
            Map.of("trainer", "9".repeat(10_000)));
    var request = aModel();
    var id = ready(request, TestArchives.with(odd)).getString("id");

    get("/models?processId=" + request.body().get("processId")).body("items.id", contains(id));
  }

  private static byte[] made(String datasetDigest, int templateRevision, String trainer) {
    return TestArchives.with(
        Map.of(
            "lineage",
            Map.of("datasetDigest", datasetDigest, "templateRevision", templateRevision),
            "versions",
            Map.of("trainer", trainer)));
  }

  /** An archive that no other test has. */
  private static byte[] unique() {
    return TestArchives.with(Map.of("training", Map.of("mark", UUID.randomUUID().toString())));
  }

  private static String trainedFrom(String baseModel, String sha256) {
    var training = new HashMap<String, Object>(Map.of("mark", UUID.randomUUID().toString()));
    if (sha256 != null) {
      training.put("baseWeightsSha256", sha256);
    }
    ModelRequests request = aModel().with("baseModel", baseModel);
    return ready(request, TestArchives.with(Map.of("training", training))).getString("id");
  }

  private static String baseModel(String name, JsonPath model) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("name", name, "modelId", model.getString("id")))
        .post("/api/v1/base-models")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
