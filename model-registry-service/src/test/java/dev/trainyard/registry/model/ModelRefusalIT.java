package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.register;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static dev.trainyard.registry.model.RegistryClient.upload;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.trainyard.registry.archive.TestArchives;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the registry does not take, and what it says then. */
@RegistryTest
class ModelRefusalIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @ParameterizedTest
  @CsvSource({
    "name, with space, name",
    "name, '', name",
    "attempt, 0, attempt",
    "attempt, many, attempt",
    "processId, 17, processId",
    "datasetVersion, 0, datasetVersion",
    "modelType, ' ', modelType",
    "colour, red, colour"
  })
  void namesTheFieldOfAMalformedRegistration(String key, String value, String field) {
    register(aModel().with(key, value))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", hasItem(field));
  }

  @Test
  void namesMissingFields() {
    register(aModel().with("projectId", null))
        .statusCode(400)
        .body("violations.field", hasItem("projectId"));
  }

  @Test
  void refusesMalformedJson() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"name\": ")
        .post("/api/v1/models")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations[0].message", containsString("not valid JSON"));
    given().contentType(ContentType.JSON).post("/api/v1/models").then().statusCode(400);
    given().contentType(ContentType.TEXT).body("x").post("/api/v1/models").then().statusCode(415);
  }

  @Test
  void refusesTextThatTheDatabaseCannotHold() {
    register(aModel().with("projectName", "a\0b")).statusCode(400);
    get("/models?name=a%00b").statusCode(400);
  }

  @Test
  void knowsNoUnknownIds() {
    var id = UUID.randomUUID().toString();

    get("/models/" + id)
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString(id));
    get("/models/" + id + "/archive").statusCode(404);
    get("/models/not-an-id").statusCode(404);
    complete(id, ARCHIVE).statusCode(404);
    RegistryClient.delete(id).statusCode(404);
  }

  @Test
  void refusesUnusableFilters() {
    get("/models?projectId=x").statusCode(400).body("violations[0].field", equalTo("projectId"));
    get("/models?status=x").statusCode(400).body("violations[0].field", equalTo("status"));
    get("/models?size=0").statusCode(400).body("violations[0].field", equalTo("size"));
    get("/models?sort=sha256").statusCode(400).body("violations[0].field", equalTo("sort"));
  }

  @Test
  void refusesCompletionBeforeTheUpload() {
    var id = registered(aModel()).getString("id");

    complete(id, ARCHIVE).statusCode(409).body("type", endsWith("upload-missing"));
    complete(id, "short", 0)
        .statusCode(400)
        .body("violations.field", equalTo(java.util.List.of("sha256", "sizeBytes")));
    complete(id, TestArchives.sha256(ARCHIVE), Long.MAX_VALUE)
        .statusCode(413)
        .body("limitBytes", equalTo(64 << 20));
  }

  @Test
  void refusesAnotherArchiveThanAnnounced() {
    var model = registered(aModel());
    upload(model.getString("upload.url"), ARCHIVE);
    var id = model.getString("id");

    complete(id, "0".repeat(64), ARCHIVE.length)
        .statusCode(422)
        .contentType("application/problem+json")
        .body("violations[0].field", equalTo("sha256"));
    complete(id, TestArchives.sha256(ARCHIVE), ARCHIVE.length + 1)
        .statusCode(422)
        .body("violations[0].field", equalTo("sizeBytes"));
    get("/models/" + id).body("status", equalTo("PENDING"));

    // Nothing is spoilt: the right figures still do.
    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
  }

  @Test
  void refusesWhatIsNoModelArchiveUntilACorrectOneIsUploaded() {
    var request = aModel();
    var id = registered(request).getString("id");
    var weights = TestArchives.WEIGHTS;
    var other = "other weights".getBytes(StandardCharsets.UTF_8);

    refused(request, id, "no zip".repeat(20).getBytes(StandardCharsets.UTF_8), "archive");
    refused(request, id, TestArchives.zip(Map.of("model.pth", weights)), "archive");
    refused(request, id, TestArchives.of(weights, TestArchives.config(other)), "model.pth");
    refused(request, id, TestArchives.of(weights, "a: ["), "config.yaml");
    refused(
        request,
        id,
        TestArchives.of(weights, TestArchives.config(weights).replace("resnet18", "resnet19")),
        "config.yaml/architecture");

    upload(register(request).extract().jsonPath().getString("upload.url"), ARCHIVE);
    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
  }

  private static void refused(ModelRequests request, String id, byte[] archive, String field) {
    upload(register(request).statusCode(200).extract().jsonPath().getString("upload.url"), archive);
    complete(id, archive).statusCode(422).body("violations[0].field", equalTo(field));
    get("/models/" + id).body("status", equalTo("PENDING"));
    get("/models/" + id + "/archive").statusCode(409);
  }
}
