package dev.trainyard.template.dataset;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import dev.trainyard.template.StoredObjects;
import dev.trainyard.template.archive.ArchiveChecker;
import dev.trainyard.template.archive.TestSplit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage that does not answer costs nobody a dataset, and leaves nothing half-done. */
@QuarkusTest
@Backends
class StorageOutageIT {
  private static final StorageConfig NOWHERE = new Nowhere();

  @Inject UploadLifecycle uploads;
  @Inject PartsLifecycle parts;
  @Inject CheckLifecycle checks;
  @Inject DatasetChecks runner;
  @Inject DatasetCheck healthy;
  @Inject ObjectDisposal disposal;
  @Inject WorkFolder work;
  @Inject ArchiveChecker checker;
  @Inject ObjectStorage storage;
  @Inject StoredObjects stored;
  @Inject DatasetConfig config;
  @Inject ImageLifecycle images;
  @Inject IdGenerator ids;
  @Inject Clock clock;
  @TempDir Path folder;

  private final UUID id = UUID.randomUUID();
  private final ObjectStorage awayStorage = new ObjectStorage(NOWHERE);
  private final MultipartUploads awayMultipart = new MultipartUploads(awayStorage, NOWHERE);
  private ReceivedObjects awayReceived;
  private String project;

  @BeforeEach
  void createProject() {
    project = Api.project();
    awayReceived =
        new ReceivedObjects(
            awayStorage,
            awayMultipart,
            new ImageObjects(images, awayStorage, disposal, config, ids, clock),
            config);
  }

  @Test
  void refusesAnUploadAndKeepsNothing() {
    var upload = new DatasetUpload(uploads, runner, disposal, work, awayStorage, config, clock);
    var body = new ByteArrayInputStream(aDataset().bytes());
    assertThatThrownBy(() -> upload.upload(draft(0), body, true))
        .isInstanceOf(DependencyUnavailableException.class);
    stored.requireNothingOf(project);
  }

  @Test
  void refusesToBeginAnUploadInParts() {
    var upload =
        new PartsUpload(uploads, parts, runner, awayReceived, awayMultipart, config, clock);
    assertThatThrownBy(() -> upload.begin(draft(1000)))
        .isInstanceOf(DependencyUnavailableException.class);
    stored.requireNothingOf(project);
  }

  @Test
  void checksWhatArrivedOnceTheStorageIsBack() throws IOException {
    uploads.begin(draft(0));
    var file = Files.write(folder.resolve("archive"), aDataset().bytes());
    storage.put(config.bucket(), PendingUpload.PREFIX + id, file, "application/zip");
    uploads.arrived(id, 1, clock.instant().plus(Duration.ofHours(1)));
    var task = checks.claim(id).orElseThrow();
    var away = new DatasetCheck(checks, awayReceived, disposal, work, awayStorage, checker, config);
    away.run(new RunningCheck(task), Optional.empty());
    Api.get("/api/v1/datasets/" + id).body("status", is("CHECKING"));
    assertThat(stored.temporaryFiles()).isEmpty();

    // The attempt was put off, not ended: it may still be made good by whoever is faster.
    healthy.run(new RunningCheck(task), Optional.empty());
    Api.get("/api/v1/datasets/" + id).body("status", is("READY"), "version", is(1));
  }

  @Test
  void refusesAnImageAndKeepsWhatCameBefore() throws IOException {
    images.begin(draft(0));
    var file = Files.write(folder.resolve("image"), image("png", 20, 20));
    var away = new ImageObjects(images, awayStorage, disposal, config, ids, clock);
    var place = new ImagePlace(Optional.of("train"), "a", "1.png");
    assertThatThrownBy(
            () ->
                away.store(id, place, new ReceivedFile(file, 1, "not looked at"), Optional.empty()))
        .isInstanceOf(DependencyUnavailableException.class);
    Api.get("/api/v1/datasets/" + id).body("status", is("UPLOADING"), "upload.images", is(0));
    stored.requireNothingStoredOf(project);
  }

  private DatasetDraft draft(long sizeBytes) {
    return new DatasetDraft(
        id,
        UUID.fromString(project),
        "outage",
        "",
        new TestSplit(0.1, 42),
        sizeBytes,
        Optional.empty());
  }

  /** Where no server listens. */
  private static final class Nowhere implements StorageConfig {
    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public Optional<String> endpoint() {
      return Optional.of("http://127.0.0.1:1");
    }

    @Override
    public Optional<String> publicEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<String> accessKey() {
      return Optional.of("nobody");
    }

    @Override
    public Optional<String> secretKey() {
      return Optional.of("nothing");
    }

    @Override
    public Optional<String> region() {
      return Optional.of("us-east-1");
    }

    @Override
    public Duration presignExpiry() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Via transfersVia() {
      return Via.STORAGE;
    }
  }
}
