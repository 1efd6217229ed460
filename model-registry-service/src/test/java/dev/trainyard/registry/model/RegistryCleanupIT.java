package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.TestArchives;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is kept that nobody needs, and nothing goes that somebody does. */
@RegistryTest
class RegistryCleanupIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @TempDir static Path directory;

  @Inject RegistryCleanup cleanup;
  @Inject ObjectDisposal disposal;
  @Inject ObjectStorage storage;
  @Inject MultipartUploads multipart;
  @Inject RegistryConfig config;
  @Inject DataSource dataSource;

  @Test
  void deletesModelsWhoseUploadWasNeverCompleted() throws SQLException {
    var abandoned = RegistryClient.registered(aModel());
    var id = abandoned.getString("id");
    RegistryClient.upload(abandoned.getString("upload.url"), ARCHIVE);
    var ready = RegistryClient.ready(aModel(), ARCHIVE).getString("id");
    age(id);
    age(ready);
    var young = RegistryClient.registered(aModel()).getString("id");

    cleanup.clean();

    get("/models/" + id).statusCode(404);
    assertThat(storage.size(Buckets.MODELS, Buckets.uploadKey(UUID.fromString(id)))).isEmpty();
    get("/models/" + ready).statusCode(200);
    get("/models/" + young).body("status", equalTo("PENDING"));
  }

  @Test
  void givesAFullDayMoreToWhoeverAsksForANewAddress() throws SQLException {
    var request = aModel();
    var id = RegistryClient.registered(request).getString("id");
    age(id);
    RegistryClient.register(request).statusCode(200);

    cleanup.clean();

    get("/models/" + id).statusCode(200);
  }

  @Test
  void removesWhatWasStoredByACompletionThatDiedHalfWay() throws IOException {
    var key = stored();
    disposal.note(key, Instant.now().minusSeconds(1));

    cleanup.clean();

    assertThat(storage.size(Buckets.MODELS, key)).isEmpty();
  }

  @Test
  void leavesWhatMayStillBeOnItsWay() throws IOException {
    var key = stored();
    disposal.note(key, Instant.now().plus(1, ChronoUnit.HOURS));

    cleanup.clean();

    assertThat(storage.size(Buckets.MODELS, key)).isPresent();
  }

  @Test
  void neverRemovesTheArchiveOfAReadyModel() {
    var id = RegistryClient.ready(aModel(), ARCHIVE).getString("id");
    var key = Buckets.archiveKey(UUID.fromString(id), TestArchives.sha256(ARCHIVE));
    disposal.note(key, Instant.now().minusSeconds(1));

    cleanup.clean();

    assertThat(storage.size(Buckets.MODELS, key)).isPresent();
  }

  @Test
  void removesUploadsThatCameAfterTheCompletion() throws SQLException {
    var model = RegistryClient.registered(aModel());
    var id = model.getString("id");
    RegistryClient.upload(model.getString("upload.url"), ARCHIVE);
    RegistryClient.complete(id, ARCHIVE).statusCode(200);
    RegistryClient.upload(model.getString("upload.url"), ARCHIVE);
    update("UPDATE object_disposal SET not_before = now() WHERE object_key LIKE ?", "%" + id + "%");

    cleanup.clean();

    assertThat(storage.size(Buckets.MODELS, Buckets.uploadKey(UUID.fromString(id)))).isEmpty();
    get("/models/" + id + "/archive").statusCode(307);
  }

  @Test
  void throwsAwayThePartsOfAnAbandonedUploadAlsoLateOnes() throws SQLException {
    var id = RegistryClient.registered(aModel()).getString("id");
    var key = Buckets.uploadKey(UUID.fromString(id));
    var archive = PartsClient.archive(1);
    var urls = PartsClient.urls(PartsClient.ask(id, archive));
    var upload = PartsClient.uploadId(urls.get(1));
    RegistryClient.upload(urls.get(1), PartsClient.part(archive, 1));
    update("UPDATE model SET upload_requested_at = now() - interval '25 h' WHERE id::text = ?", id);

    cleanup.clean();

    get("/models/" + id).statusCode(404);
    assertThat(multipart.isOpen(Buckets.MODELS, key, upload)).isFalse();

    // Begun by a request that was on its way while the model went.
    var late = multipart.begin(Buckets.MODELS, key, "application/zip");
    var url = multipart.presignedPart(Buckets.MODELS, key, late, 1);
    RegistryClient.upload(url.toString(), PartsClient.part(archive, 1));
    update("UPDATE object_disposal SET not_before = now() WHERE object_key LIKE ?", "%" + id + "%");

    cleanup.clean();

    assertThat(multipart.isOpen(Buckets.MODELS, key, late)).isFalse();
    assertThat(multipart.parts(Buckets.MODELS, key, late)).isEmpty();
    assertThat(storage.size(Buckets.MODELS, key)).isEmpty();
  }

  @Test
  void removesFilesThatAnEarlierLifeLeft() throws IOException {
    Files.createDirectories(config.workDirectory());
    var old = Files.createTempFile(config.workDirectory(), "", ".model.zip");
    var young = Files.createTempFile(config.workDirectory(), "", ".model.zip");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));

    cleanup.clean();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    Files.delete(young);
  }

  private String stored() throws IOException {
    var key = Buckets.archiveKey(UUID.randomUUID(), TestArchives.sha256(ARCHIVE));
    var file = Files.write(directory.resolve("archive.zip"), ARCHIVE);
    storage.put(Buckets.MODELS, key, file, "application/zip");
    return key;
  }

  private void age(String id) throws SQLException {
    update(
        """
        UPDATE model SET upload_requested_at = upload_requested_at - interval '25 hours',
          upload_expires_at = upload_expires_at - interval '25 hours' WHERE id::text = ?
        """,
        id);
  }

  private void update(String statement, String parameter) throws SQLException {
    try (var connection = dataSource.getConnection();
        var update = connection.prepareStatement(statement)) {
      update.setString(1, parameter);
      assertThat(update.executeUpdate()).isPositive();
    }
  }
}
