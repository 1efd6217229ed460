package dev.trainyard.registry.integrity;

import static dev.trainyard.registry.model.RegistryClient.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.OtherSettings;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read again from time to time, without anybody asking. */
@RegistryTest
@TestProfile(OtherSettings.class)
class ScheduledVerificationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  @Inject ObjectStorage storage;
  @Inject DataSource database;

  private final byte[] archive = TestArchives.with(Map.of("mark", UUID.randomUUID().toString()));
  private String model;

  @BeforeEach
  void make() {
    model = RegistryClient.ready(ModelRequests.aModel(), archive).getString("id");
  }

  @Test
  void findsAndTellsWhatWasAlteredInTheStorageUntilItIsBack() throws Exception {
    var before = damagedFiles();
    var altered = archive.clone();
    altered[altered.length / 2] ^= 1;

    put(altered);
    makeDue("UPDATE model SET ready_at = now() - interval '2 hours' WHERE archive_key = ?");
    await().atMost(PATIENCE).until(() -> state().equals("DAMAGED"));
    assertThat(damagedFiles()).isEqualTo(before + 1);

    put(archive);
    makeDue(
        "UPDATE file_integrity SET checked_at = now() - interval '2 hours' WHERE object_key = ?");
    await().atMost(PATIENCE).until(() -> state().equals("INTACT"));
    assertThat(damagedFiles()).isEqualTo(before);
  }

  private void makeDue(String update) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(update)) {
      statement.setString(1, key());
      assertThat(statement.executeUpdate()).isOne();
    }
  }

  private String state() {
    return get("/models/" + model + "/integrity").statusCode(200).extract().path("state");
  }

  /** As Prometheus reads it. */
  private static double damagedFiles() {
    var start = "trainyard_files_broken{state=\"damaged\"} ";
    return given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .sum();
  }

  private void put(byte[] content) throws IOException {
    storage.put(
        Buckets.MODELS,
        key(),
        Files.write(directory.resolve("archive.zip"), content),
        "application/zip");
  }

  private String key() {
    return Buckets.archiveKey(UUID.fromString(model), TestArchives.sha256(archive));
  }
}
