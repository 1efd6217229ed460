package dev.trainyard.registry.basemodel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.Race;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.BaseModelArchive;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.UserTransaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives of base models: made at first use, or copied from a trained model. */
@RegistryTest
class BaseModelArchiveIT {
  private static final String RESNET_18 = "019ab000-0000-7000-8000-000000000018";
  private static final String RESNET_50 = "019ab000-0000-7000-8000-000000000050";

  @Inject ObjectStorage storage;
  @Inject EntityManager entities;
  @Inject CurrentTenant tenant;
  @Inject UserTransaction transaction;
  @TempDir Path folder;

  @Test
  void makesAnArchiveOnceHoweverManyAskFirst() throws Exception {
    forget(RESNET_18);

    var locations = Race.atOnce(12, () -> location(RESNET_18));

    assertThat(locations.stream().map(url -> url.substring(0, url.indexOf('?'))).distinct())
        .hasSize(1);
    var stored = RegistryClient.get("/base-models/" + RESNET_18).extract().jsonPath();
    var archive = RegistryClient.download(locations.get(0)).body();
    assertThat(TestArchives.sha256(archive)).isEqualTo(stored.getString("sha256"));
    assertThat(archive).hasSize(stored.getInt("sizeBytes"));
    var file = Files.write(folder.resolve("base.zip"), archive);
    var base = BaseModel.read(file, folder);
    assertThat(base.configuration().architecture()).isEqualTo(Architecture.RESNET18);
    assertThat(base.configuration().classes()).isEmpty();
  }

  @Test
  void makesTheSameArchiveAgainWhenItDiedBeforeNotingIt() throws Exception {
    location(RESNET_18);
    var before = RegistryClient.get("/base-models/" + RESNET_18).extract().jsonPath();
    forget(RESNET_18);
    RegistryClient.get("/base-models/" + RESNET_18).body("sha256", nullValue());

    location(RESNET_18);

    var after = RegistryClient.get("/base-models/" + RESNET_18).extract().jsonPath();
    assertThat(after.getString("sha256")).isEqualTo(before.getString("sha256"));
  }

  @Test
  void makesTheLargeOneToo() throws Exception {
    var archive = RegistryClient.download(location(RESNET_50)).body();
    var file = Files.write(folder.resolve("base.zip"), archive);
    assertThat(BaseModelArchive.inspect(file).architecture()).isEqualTo(Architecture.RESNET50);
    RegistryClient.get("/base-models/" + UUID.randomUUID() + "/archive").statusCode(404);
  }

  @Test
  void makesABaseModelOfATrainedModelThatOutlivesIt() {
    var archive = TestArchives.valid();
    var model = RegistryClient.ready(ModelRequests.aModel(), archive).getString("id");

    var created =
        create("Договоры-1", model)
            .statusCode(201)
            .body("author", is("admin"))
            .body("weights", equalTo("TRAINED"))
            .body("architecture", equalTo("resnet18"))
            .body("classes", contains("0", "invoice", "договор"))
            .body("imageSize", equalTo(224))
            .body("builtIn", equalTo(false))
            .body("description", equalTo("Trained: digits, version 1."))
            .body("sourceModelId", equalTo(model))
            .body("sha256", equalTo(TestArchives.sha256(archive)))
            .extract();

    var id = created.jsonPath().getString("id");
    assertThat(created.header("Location")).endsWith("/api/v1/base-models/" + id);
    RegistryClient.delete(model).statusCode(204);
    assertThat(RegistryClient.download(location(id)).body()).isEqualTo(archive);
    given()
        .get("/api/v1/base-models?name={name}", "договоры-1")
        .then()
        .body("items.name", contains("Договоры-1"));
  }

  @Test
  void refusesATakenNameAndLeavesNoObject() throws Exception {
    var archive = TestArchives.valid();
    var model = RegistryClient.ready(ModelRequests.aModel(), archive).getString("id");
    var name = "raced-" + UUID.randomUUID();

    var answers = Race.atOnce(6, () -> create(name, model).extract());

    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 409).hasSize(5);
    create(name.toUpperCase(java.util.Locale.ROOT), model)
        .statusCode(409)
        .body("type", equalTo("urn:trainyard:problem:name-taken"));
    create("BASE-resnet18", model).statusCode(409).body("baseModelId", equalTo(RESNET_18));
    assertThat(notedForDisposal()).isZero();
  }

  @Test
  void refusesUnknownAndUnfinishedModelsAndBadNames() {
    create("unknown-model", UUID.randomUUID().toString()).statusCode(404);
    var pending = RegistryClient.registered(ModelRequests.aModel()).getString("id");
    create("pending-model", pending).statusCode(409);
    create("no spaces", pending).statusCode(400).body("violations.field", contains("name"));
    create(null, pending).statusCode(400).body("violations.field", contains("name"));
    create("no-model", null).statusCode(400).body("violations.field", contains("modelId"));
  }

  private static ValidatableResponse create(String name, String modelId) {
    var body = new HashMap<String, Object>();
    body.put("name", name);
    body.put("modelId", modelId);
    return given().contentType(ContentType.JSON).body(body).post("/api/v1/base-models").then();
  }

  private static String location(String id) {
    return RegistryClient.get("/base-models/" + id + "/archive")
        .statusCode(307)
        .extract()
        .header("Location");
  }

  /** As if the service had died before it noted where the archive lies. */
  private void forget(String id) throws Exception {
    transaction.begin();
    // All tenants share it.
    tenant.run(
        TenantScope.all(),
        () ->
            entities
                .createNativeQuery(
                    "UPDATE base_model SET archive_key = NULL, sha256 = NULL, size_bytes = NULL"
                        + " WHERE id = ?1")
                .setParameter(1, UUID.fromString(id))
                .executeUpdate());
    transaction.commit();
  }

  private int notedForDisposal() {
    return ((Number)
            entities
                .createNativeQuery(
                    "SELECT count(*) FROM object_disposal WHERE object_key LIKE 'base-models/%'")
                .getSingleResult())
        .intValue();
  }
}
