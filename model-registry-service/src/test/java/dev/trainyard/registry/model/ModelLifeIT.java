package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.delete;
import static dev.trainyard.registry.model.RegistryClient.download;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.register;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static dev.trainyard.registry.model.RegistryClient.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.TestArchives;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A model from its registration to its deletion. */
@RegistryTest
class ModelLifeIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject ObjectStorage storage;

  @Test
  void registersPendingModelWithAddressToUploadTo() {
    var answer =
        register(aModel().with("name", "договоры"))
            .statusCode(201)
            .body("author", is("admin"))
            .header("Location", notNullValue())
            .header("ETag", equalTo("\"0\""))
            .body("status", equalTo("PENDING"))
            .body("name", equalTo("договоры"))
            .body("version", equalTo(1))
            .body("metrics", equalTo(Map.of("averagePrecision", 0.98f)))
            .body("upload.method", equalTo("PUT"))
            .extract()
            .jsonPath();

    assertThat(Instant.parse(answer.getString("upload.expiresAt")))
        .isCloseTo(
            Instant.now().plus(1, ChronoUnit.HOURS), Assertions.within(1, ChronoUnit.MINUTES));
    get("/models/" + answer.getString("id"))
        .statusCode(200)
        .body("status", equalTo("PENDING"))
        .body("upload", nullValue());
    get("/models/" + answer.getString("id") + "/archive")
        .statusCode(409)
        .body("type", endsWith("model-pending"));
  }

  @Test
  void becomesReadyOnceTheArchiveIsChecked() {
    var request = aModel();
    var id = ready(request, ARCHIVE).getString("id");

    get("/models/" + id)
        .statusCode(200)
        .body("status", equalTo("READY"))
        .body("architecture", equalTo("resnet18"))
        .body("classes", contains("0", "invoice", "договор"))
        .body("imageSize", equalTo(224))
        .body("sha256", equalTo(TestArchives.sha256(ARCHIVE)))
        .body("sizeBytes", equalTo(ARCHIVE.length))
        .body("readyAt", notNullValue())
        .body("config.input.channels", equalTo("RGB"))
        .body("datasetVersion", equalTo(3));

    assertThat(new PublishedEvents(bootstrapServers).of(id, 1))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(EventType.MODEL_CREATED);
              var data = event.dataAs(ModelEvent.class);
              assertThat(data.processId()).isEqualTo(request.body().get("processId"));
              assertThat(data.sha256()).isEqualTo(TestArchives.sha256(ARCHIVE));
              assertThat(data.metrics()).containsOnlyKeys("averagePrecision");
            });
  }

  @Test
  void downloadsArchiveByRedirectUnderAFileNameOfItsOwn() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    var location = get("/models/" + id + "/archive").statusCode(307).extract().header("Location");
    var response = download(location);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(ARCHIVE);
    assertThat(location).contains("digits-v1.zip");
  }

  @Test
  void keepsTheCheckedArchiveWhenTheAddressIsUsedAgain() {
    var model = registered(aModel());
    upload(model.getString("upload.url"), ARCHIVE);
    complete(model.getString("id"), ARCHIVE).statusCode(200);

    upload(model.getString("upload.url"), "something else".getBytes(StandardCharsets.UTF_8));

    var location =
        get("/models/" + model.getString("id") + "/archive").extract().header("Location");
    assertThat(download(location).body()).isEqualTo(ARCHIVE);
  }

  @Test
  void answersRepeatedRegistrationWithTheSameModelAndAFreshAddress() {
    var request = aModel();
    var first = registered(request);

    var again =
        register(request)
            .statusCode(200)
            .body("id", equalTo(first.getString("id")))
            .body("version", equalTo(1))
            .extract()
            .jsonPath();
    upload(again.getString("upload.url"), ARCHIVE);
    complete(first.getString("id"), ARCHIVE).statusCode(200);

    register(request).statusCode(200).body("status", equalTo("READY")).body("upload", nullValue());
    register(request.with("name", "others"))
        .statusCode(409)
        .body("type", endsWith("attempt-registered"))
        .body("modelId", equalTo(first.getString("id")));
  }

  @Test
  void answersRepeatedCompletionTheSameAndRefusesAnotherArchive() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
    complete(id, TestArchives.sha256(ARCHIVE).toUpperCase(java.util.Locale.ROOT), ARCHIVE.length)
        .statusCode(200);
    complete(id, "0".repeat(64), ARCHIVE.length)
        .statusCode(409)
        .body("type", endsWith("model-complete"));
    assertThat(new PublishedEvents(bootstrapServers).of(id, 1)).hasSize(1);
  }

  @Test
  void countsVersionsPerProjectAndNameWithoutCase() {
    var project = UUID.randomUUID();
    var first = ready(aModel().with("projectId", project).with("name", "Счета"), ARCHIVE);
    delete(first.getString("id")).statusCode(204);

    // A version that was given out once never comes again.
    register(aModel().with("projectId", project).with("name", "счета")).body("version", equalTo(2));
    register(aModel().with("projectId", project).with("name", "other")).body("version", equalTo(1));
    register(aModel().with("name", "счета")).body("version", equalTo(1));
  }

  @Test
  void changesDescriptionOnlyForThoseWhoHaveSeenTheModel() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    var tag = get("/models/" + id).extract().header("ETag");
    var body = Map.of("description", "in production");

    given()
        .contentType(ContentType.JSON)
        .body(body)
        .put("/api/v1/models/" + id)
        .then()
        .statusCode(428);
    given()
        .contentType(ContentType.JSON)
        .header("If-Match", tag)
        .body(body)
        .put("/api/v1/models/" + id)
        .then()
        .statusCode(200)
        .body("description", equalTo("in production"));
    given()
        .contentType(ContentType.JSON)
        .header("If-Match", tag)
        .body(body)
        .put("/api/v1/models/" + id)
        .then()
        .statusCode(412);
    assertThat(new PublishedEvents(bootstrapServers).of(id, 2))
        .extracting(ReceivedEvent::type)
        .containsExactly(EventType.MODEL_CREATED, EventType.MODEL_UPDATED);
  }

  @Test
  void deletesTheObjectsToo() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    var key = Buckets.archiveKey(UUID.fromString(id), TestArchives.sha256(ARCHIVE));
    assertThat(storage.size(Buckets.MODELS, key)).hasValue(ARCHIVE.length);
    assertThat(storage.size(Buckets.MODELS, Buckets.uploadKey(UUID.fromString(id)))).isEmpty();

    delete(id).statusCode(204);

    assertThat(storage.size(Buckets.MODELS, key)).isEmpty();
    get("/models/" + id).statusCode(404);
    delete(id).statusCode(404);
    assertThat(new PublishedEvents(bootstrapServers).of(id, 2))
        .extracting(ReceivedEvent::type)
        .containsExactly(EventType.MODEL_CREATED, EventType.MODEL_DELETED);
  }

  @Test
  void listsReadyModelsNewestFirstUnlessAskedOtherwise() {
    var project = UUID.randomUUID();
    var old = ready(aModel().with("projectId", project), ARCHIVE).getString("id");
    var young = ready(aModel().with("projectId", project), ARCHIVE).getString("id");
    var template = UUID.randomUUID();
    var pending =
        registered(aModel().with("projectId", project).with("templateId", template))
            .getString("id");

    get("/models?projectId=" + project)
        .statusCode(200)
        .body("items.id", contains(young, old))
        .body("total", equalTo(2))
        .body("items[0].config", nullValue());
    get("/models?size=1&page=1&sort=version,desc&name=DIGITS&projectId=" + project)
        .body("items.id", contains(old))
        .body("total", equalTo(2));
    get("/models?status=PENDING&templateId=" + template).body("items.id", contains(pending));
    get("/models?processId=" + UUID.randomUUID()).body("items", hasSize(0));
  }
}
