package dev.trainyard.registry.integrity;

import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.OpenUpload;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects in the storage that belong to nobody, and others that only look so. */
@RegistryTest
@TestProfile(OrphansIT.AnyAge.class)
class OrphansIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  /** What a replica holds locked while it reconciles: "reco" in ASCII. */
  private static final long RUNNING = 0x7265636FL;

  @TempDir Path directory;
  @Inject ObjectStorage storage;
  @Inject ObjectDisposal disposal;
  @Inject MultipartUploads multipart;
  @Inject DataSource database;

  /** Orphans go at once. */
  public static final class AnyAge implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("trainyard.integrity.orphan-age", "0s");
    }
  }

  @Test
  void removesWhatBelongsToNobodyAndNothingElse() throws IOException {
    var ready = RegistryClient.ready(ModelRequests.aModel(), ARCHIVE).getString("id");
    var uploading = RegistryClient.registered(ModelRequests.aModel());
    RegistryClient.upload(uploading.getString("upload.url"), ARCHIVE);
    var storing = stored(anyKey());
    disposal.note(storing, Instant.now().plusSeconds(3_600));
    var orphan = stored(anyKey());
    var stray = stored("somebody's notes.txt");

    reconcile(false).body("orphans", hasItem(orphan)).body("orphans", hasItem(stray));

    assertThat(storage.size(Buckets.MODELS, orphan)).isEmpty();
    assertThat(storage.size(Buckets.MODELS, stray)).isEmpty();
    assertThat(storage.size(Buckets.MODELS, storing)).isPresent();
    get("/models/" + ready + "/integrity").body("state", equalTo("INTACT"));
    complete(uploading.getString("id"), ARCHIVE).statusCode(200);
    given()
        .get("/api/v1/models/reconciliation")
        .then()
        .statusCode(200)
        .body("orphans", hasItem(orphan));
  }

  @Test
  void throwsAwayPartsWithWhichNobodyGoesOn() {
    var wanted = RegistryClient.registered(ModelRequests.aModel()).getString("id");
    given()
        .contentType("application/json")
        .body(Map.of("sha256", "0".repeat(64), "sizeBytes", 6 << 20))
        .post("/api/v1/models/" + wanted + "/upload")
        .then()
        .statusCode(200);
    var ready =
        UUID.fromString(RegistryClient.ready(ModelRequests.aModel(), ARCHIVE).getString("id"));
    var stored = Buckets.archiveKey(ready, TestArchives.sha256(ARCHIVE));
    multipart.begin(Buckets.MODELS, stored, "application/zip");
    var unknown = anyKey();
    multipart.begin(Buckets.MODELS, unknown, "application/zip");

    // Not by a reconciliation: the server of the tests says of all that they were begun just now,
    // and
    // lists what it keeps of them as objects.
    assertThat(disposal.abortAbandoned(Instant.now().plusSeconds(60))).isGreaterThanOrEqualTo(2);

    assertThat(multipart.open(Buckets.MODELS))
        .extracting(OpenUpload::key)
        .contains(Buckets.uploadKey(UUID.fromString(wanted)))
        .doesNotContain(stored, unknown);
    // It would be an orphan of the other tests.
    multipart.abortAll(Buckets.MODELS, Buckets.uploadKey(UUID.fromString(wanted)));
    get("/models/" + ready + "/integrity").body("state", equalTo("INTACT"));
  }

  @Test
  void removesNoneOfSuspiciouslyManyUnlessSomebodyInsists() throws IOException {
    var orphans = new ArrayList<String>();
    for (var index = 0; index < 200; index++) {
      orphans.add(stored(anyKey()));
    }

    reconcile(false)
        .body("removedOrphans", equalTo(0))
        .body("orphanCount", equalTo(200))
        .body("orphans.size()", equalTo(100))
        .body("heldBack", containsString("force=true"));
    assertThat(storage.size(Buckets.MODELS, orphans.get(0))).isPresent();

    reconcile(true).body("removedOrphans", equalTo(200));
    reconcile(false).body("orphanCount", equalTo(0));
  }

  @Test
  void neverTouchesUploadsInFlight() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      var uploads = new ArrayList<CompletableFuture<String>>();
      for (var index = 0; index < 60; index++) {
        uploads.add(
            CompletableFuture.supplyAsync(
                () -> RegistryClient.ready(ModelRequests.aModel(), ARCHIVE).getString("id"), pool));
      }
      var all = CompletableFuture.allOf(uploads.toArray(CompletableFuture[]::new));
      while (!all.isDone()) {
        // 409: one that was due by itself is running, and does the same.
        assertThat(request().statusCode()).isIn(200, 409);
      }
      all.get();
      for (var upload : uploads) {
        given()
            .post("/api/v1/models/" + upload.get() + "/integrity")
            .then()
            .body("state", equalTo("INTACT"));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void onlyOneRunsAtATime() throws SQLException {
    try (var connection = database.getConnection();
        var other = connection.createStatement()) {
      other.execute("SELECT pg_advisory_lock(" + RUNNING + ")");
      try {
        request().then().statusCode(409).body("type", endsWith("reconciliation-running"));
      } finally {
        other.execute("SELECT pg_advisory_unlock(" + RUNNING + ")");
      }
    }
    reconcile(true);
  }

  private static Response request() {
    return given().queryParam("force", true).post("/api/v1/models/reconciliation");
  }

  private static ValidatableResponse reconcile(boolean force) {
    return given()
        .queryParam("force", force)
        .post("/api/v1/models/reconciliation")
        .then()
        .statusCode(200);
  }

  private static String anyKey() {
    return Buckets.archiveKey(UUID.randomUUID(), TestArchives.sha256(ARCHIVE));
  }

  private String stored(String key) throws IOException {
    var file = Files.write(directory.resolve("archive.zip"), ARCHIVE);
    storage.put(Buckets.MODELS, key, file, "application/zip");
    return key;
  }
}
