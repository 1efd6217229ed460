package dev.trainyard.template.integrity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.Api;
import dev.trainyard.template.Archives;
import dev.trainyard.template.Backends;
import dev.trainyard.template.dataset.DatasetConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets and the storage; the comparison itself is tested with the registry. */
@QuarkusTest
@Backends
@TestProfile(DatasetIntegrityIT.AnyAge.class)
class DatasetIntegrityIT {
  @TempDir Path directory;
  @Inject ObjectStorage storage;
  @Inject DatasetConfig config;

  private String project;

  /** Orphans go at once. */
  public static final class AnyAge implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("trainyard.integrity.orphan-age", "0s");
    }
  }

  @BeforeEach
  void createProject() {
    project = Api.project();
  }

  @Test
  void tellsOfALostArchiveUntilItIsBack() throws IOException {
    var id = dataset();
    var key = project + "/" + id + ".zip";
    var copy = directory.resolve("backup.zip");
    try (var content = storage.open(config.bucket(), key).orElseThrow()) {
      Files.copy(content, copy);
    }
    storage.remove(config.bucket(), key);

    reconcile().body("broken.find { it.id == '%s' }.state".formatted(id), equalTo("MISSING"));
    Api.get(path(id)).statusCode(200).body("state", equalTo("MISSING"));
    hold(id)
        .statusCode(409)
        .body("type", equalTo("urn:trainyard:problem:archive-broken"))
        .body("detail", containsString("is MISSING. The file is not in the object storage"));

    storage.put(config.bucket(), key, copy, "application/zip");
    given().post(path(id)).then().statusCode(200).body("state", equalTo("INTACT"));
    hold(id).statusCode(204);
    reconcile().body("broken.id", not(hasItem(id)));
  }

  @Test
  void leavesAloneWhatIsOnItsWayAndRemovesWhatBelongsToNobody() throws IOException {
    var uploading =
        Api.post(
                "/api/v1/projects/" + project + "/datasets/uploads",
                Map.of("name", "large", "sizeBytes", 6 << 20))
            .statusCode(201)
            .extract()
            .<String>path("id");
    var received = put("uploads/" + uploading);
    var orphan = put(project + "/" + UUID.randomUUID() + ".zip");

    reconcile().body("orphans", hasItem(orphan)).body("orphans", not(hasItem(received)));

    assertThat(storage.size(config.bucket(), received)).isPresent();
    assertThat(storage.size(config.bucket(), orphan)).isEmpty();
    Api.get(path(uploading)).statusCode(409).body("type", endsWith("no-archive"));
    given().delete("/api/v1/datasets/" + uploading).then().statusCode(204);
  }

  private String dataset() {
    return given()
        .contentType("application/zip")
        .queryParam("name", "digits")
        .body(Archives.aDataset().bytes())
        .post("/api/v1/projects/" + project + "/datasets")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private String put(String key) throws IOException {
    var file = Files.writeString(directory.resolve("object"), "content");
    storage.put(config.bucket(), key, file, "application/octet-stream");
    return key;
  }

  /** As the process service does for a process that it is about to make. */
  private static ValidatableResponse hold(String id) {
    return given()
        .contentType("application/json")
        .body(Map.of("templateId", UUID.randomUUID()))
        .put("/api/v1/datasets/" + id + "/uses/" + UUID.randomUUID())
        .then();
  }

  private static String path(String id) {
    return "/api/v1/datasets/" + id + "/integrity";
  }

  private static ValidatableResponse reconcile() {
    return given()
        .queryParam("force", true)
        .post("/api/v1/datasets/reconciliation")
        .then()
        .statusCode(200);
  }
}
