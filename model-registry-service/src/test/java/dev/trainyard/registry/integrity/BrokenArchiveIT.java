package dev.trainyard.registry.integrity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose archive the storage has lost or altered: nobody who wants it is at fault. */
@RegistryTest
class BrokenArchiveIT {
  @TempDir Path directory;
  @Inject ObjectStorage storage;

  private byte[] archive;
  private String model;
  private String key;

  @BeforeEach
  void make() {
    archive = TestArchives.with(Map.of("mark", UUID.randomUUID().toString()));
    model = RegistryClient.ready(ModelRequests.aModel(), archive).getString("id");
    key = Buckets.archiveKey(UUID.fromString(model), TestArchives.sha256(archive));
  }

  @AfterEach
  void remove() {
    RegistryClient.delete(model).statusCode(204);
  }

  @Test
  void saysThatItIsMissing() {
    storage.remove(Buckets.MODELS, key);

    requireBroken(RegistryClient.get("/models/" + model + "/export"));
    requireBroken(predict());
  }

  @Test
  void saysThatItIsDamaged() throws IOException {
    archive[archive.length / 2] ^= 1;
    storage.put(
        Buckets.MODELS,
        key,
        Files.write(directory.resolve("archive.zip"), archive),
        "application/zip");

    requireBroken(RegistryClient.get("/models/" + model + "/export"));
    requireBroken(predict());
  }

  private ValidatableResponse predict() {
    return given()
        .contentType("image/png")
        .body(new byte[] {1})
        .post("/api/v1/models/" + model + "/predict")
        .then();
  }

  private void requireBroken(ValidatableResponse answer) {
    answer
        .statusCode(409)
        .body("type", endsWith("archive-broken"))
        .body("modelId", equalTo(model))
        .body("detail", containsString("POST /api/v1/models/" + model + "/integrity"));
  }
}
