package dev.trainyard.registry.integrity;

import static dev.trainyard.registry.model.RegistryClient.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of archives that are lost or altered in the storage. */
@RegistryTest
class ArchiveIntegrityIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @TempDir Path directory;
  @Inject ObjectStorage storage;
  @Inject DataSource database;

  @Test
  void anArchiveIsIntactSinceItWasStored() {
    var model = ready();

    get("/models/" + model + "/integrity")
        .statusCode(200)
        .body("state", equalTo("INTACT"))
        .body("checkedAt", equalTo(get("/models/" + model).extract().path("readyAt")))
        .body("problem", nullValue());
    verify(model).body("state", equalTo("INTACT"));
  }

  @Test
  void tellsOfAnArchiveWithOtherBytesUntilTheRightOnesAreBack() throws IOException {
    var model = ready();
    var altered = ARCHIVE.clone();
    altered[altered.length / 2] ^= 1;
    put(model, altered);

    verify(model)
        .body("state", equalTo("DAMAGED"))
        .body("problem", containsString("its SHA-256 is " + TestArchives.sha256(altered)));
    get("/models/" + model + "/integrity").body("state", equalTo("DAMAGED"));
    reconcile().body("broken.id", hasItem(model));

    put(model, ARCHIVE);
    reconcile().body("broken.id", not(hasItem(model)));
    get("/models/" + model + "/integrity").body("state", equalTo("INTACT"));
  }

  @Test
  void findsAnArchiveOfAnotherSizeWithoutReadingIt() throws IOException {
    var model = ready();
    put(model, "cut off".getBytes());

    reconcile().body("broken.id", hasItem(model));

    get("/models/" + model + "/integrity")
        .body("state", equalTo("DAMAGED"))
        .body("problem", containsString("7 bytes instead of " + ARCHIVE.length));
  }

  @Test
  void tellsOfAnArchiveThatIsGone() {
    var model = ready();
    storage.remove(Buckets.MODELS, key(model));

    reconcile()
        .body("broken.find { it.id == '%s' }.state".formatted(model), equalTo("MISSING"))
        .body("broken.find { it.id == '%s' }.kind".formatted(model), equalTo("model"));

    get("/models/" + model + "/integrity")
        .body("state", equalTo("MISSING"))
        .body("problem", containsString("Bring it back from a backup"));
    RegistryClient.delete(model).statusCode(204);
    reconcile().body("broken.id", not(hasItem(model)));
  }

  @Test
  void makesMissingRandomWeightsAnew() {
    var id = "019ab000-0000-7000-8000-000000000018";
    get("/base-models/" + id + "/archive").statusCode(307);
    var sha256 = get("/base-models/" + id).extract().<String>path("sha256");
    var key = Buckets.baseModelKey(UUID.fromString(id), sha256);
    storage.remove(Buckets.BASE_MODELS, key);

    reconcile().body("remade", equalTo(1)).body("broken.id", not(hasItem(id)));

    assertThat(storage.size(Buckets.BASE_MODELS, key)).isPresent();
    given()
        .post("/api/v1/base-models/" + id + "/integrity")
        .then()
        .statusCode(200)
        .body("state", equalTo("INTACT"));
  }

  @Test
  void goesOnWhenABaseModelIsWithdrawnWhoseArchiveIsGone() throws SQLException {
    var model = ready();
    var base =
        given()
            .contentType(ContentType.JSON)
            .body(Map.of("name", "lost-" + UUID.randomUUID(), "modelId", model))
            .post("/api/v1/base-models")
            .then()
            .statusCode(201)
            .extract()
            .<String>path("id");
    storage.remove(
        Buckets.BASE_MODELS,
        Buckets.baseModelKey(UUID.fromString(base), TestArchives.sha256(ARCHIVE)));
    withdraw(base, "now(), withdrawn_for = 'DELETION'");

    reconcile().body("broken.id", hasItem(base));

    withdraw(base, "NULL, withdrawn_for = NULL");
    given().delete("/api/v1/base-models/" + base).then().statusCode(204);
  }

  @Test
  void hasNothingToCheckBeforeTheArchiveIsThere() {
    var pending = RegistryClient.registered(ModelRequests.aModel()).getString("id");

    get("/models/" + pending + "/integrity").statusCode(409).body("type", endsWith("no-archive"));
    get("/models/" + UUID.randomUUID() + "/integrity").statusCode(404);
  }

  @Test
  void leavesYoungObjectsThatBelongToNobody() throws IOException {
    var key = Buckets.archiveKey(UUID.randomUUID(), TestArchives.sha256(ARCHIVE));
    storage.put(Buckets.MODELS, key, file(ARCHIVE), "application/zip");

    reconcile().body("orphans", hasItem(key)).body("removedOrphans", equalTo(0));

    assertThat(storage.size(Buckets.MODELS, key)).isPresent();
    storage.remove(Buckets.MODELS, key);
  }

  private void withdraw(String base, String since) throws SQLException {
    try (var connection = database.getConnection();
        var update =
            connection.prepareStatement(
                "UPDATE base_model SET withdrawn_since = " + since + " WHERE id = ?::uuid")) {
      update.setString(1, base);
      update.executeUpdate();
    }
  }

  private static String ready() {
    return RegistryClient.ready(ModelRequests.aModel(), ARCHIVE).getString("id");
  }

  private static String key(String model) {
    return Buckets.archiveKey(UUID.fromString(model), TestArchives.sha256(ARCHIVE));
  }

  private void put(String model, byte[] content) throws IOException {
    storage.put(Buckets.MODELS, key(model), file(content), "application/zip");
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("archive.zip"), content);
  }

  private static ValidatableResponse verify(String model) {
    return given().post("/api/v1/models/" + model + "/integrity").then().statusCode(200);
  }

  private static ValidatableResponse reconcile() {
    return given().post("/api/v1/models/reconciliation").then().statusCode(200);
  }
}
