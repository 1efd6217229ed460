package dev.trainyard.registry.basemodel;

import static dev.trainyard.registry.basemodel.BaseModelClient.create;
import static dev.trainyard.registry.basemodel.BaseModelClient.delete;
import static dev.trainyard.registry.basemodel.BaseModelClient.get;
import static dev.trainyard.registry.basemodel.BaseModelClient.named;
import static dev.trainyard.registry.basemodel.BaseModelClient.ofTrained;
import static dev.trainyard.registry.basemodel.BaseModelClient.put;
import static dev.trainyard.registry.basemodel.BaseModelClient.uniqueName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.registry.FakeServicesResource;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service that died half-way has left is brought to an end. */
@RegistryTest
class BaseModelCleanupIT {
  @Inject BaseModelCleanup cleanup;
  @Inject StoredBaseModels stored;
  @Inject ArchiveVerifier archives;
  @Inject RegistryConfig config;

  @Test
  void hidesWhatIsWithdrawnAndKeepsItsName() {
    var name = uniqueName("withdrawn");
    var id = ofTrained(name);
    withdraw(id, "DELETION", 0);
    get(id).statusCode(404);
    named(name).body("items", hasSize(0));
    RegistryClient.get("/base-models/" + id + "/archive").statusCode(404);
    delete(id).statusCode(409).body("type", equalTo("urn:trainyard:problem:base-model-withdrawn"));
    put(id, "*", Map.of("name", name)).statusCode(409);
    var model = RegistryClient.ready(ModelRequests.aModel(), TestArchives.valid()).getString("id");
    create(name, model).statusCode(409);

    // It may still be at work.
    cleanup.clean();

    get(id).statusCode(404);
    withdraw(id, "RENAMING", 6);
  }

  @Test
  void endsTheDeletionOfWhatNobodyUses() {
    var name = uniqueName("abandoned");
    var id = ofTrained(name);
    withdraw(id, "DELETION", 6);

    cleanup.clean();

    get(id).statusCode(404);
    assertThat(stored.notedKeys()).anyMatch(key -> key.contains(id));
    // The row is gone, so the name is free.
    ofTrained(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeServicesResource.IN_TEMPLATE, FakeServicesResource.PROCESSES_DOWN})
  void takesBackTheDeletionOfWhatIsOrMayBeUsed(String use) {
    var name = uniqueName(use);
    var id = ofTrained(name);
    withdraw(id, "DELETION", 6);

    cleanup.clean();

    get(id).statusCode(200).body("name", equalTo(name));
    named(name).body("items.id", contains(id));
  }

  @Test
  void takesBackARenaming() {
    var name = uniqueName("abandoned");
    var id = ofTrained(name);
    withdraw(id, "RENAMING", 6);

    cleanup.clean();

    named(name).body("items.id", contains(id));
    delete(id).statusCode(204);
  }

  @Test
  void removesUploadsThatAnEarlierLifeLeft() throws Exception {
    var folder =
        Files.createTempDirectory(
            Files.createDirectories(config.workDirectory()),
            "upload" + ArchiveVerifier.FILE_SUFFIX);
    Files.createDirectory(folder.resolve("base-model1"));
    Files.write(folder.resolve("base-model1/model.pth"), new byte[10]);
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));

    archives.removeLeftOvers();

    assertThat(folder).doesNotExist();
  }

  /** As a service does before it asks who uses the base model, and then dies. */
  private void withdraw(String id, String reason, int minutesAgo) {
    stored.update(
        "UPDATE base_model SET withdrawn_since = now() - make_interval(mins => ?),"
            + " withdrawn_for = ? WHERE id = ?",
        minutesAgo,
        reason,
        UUID.fromString(id));
  }
}
