package dev.trainyard.template.dataset;

import static dev.trainyard.template.Archives.aDataset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import dev.trainyard.template.Events;
import dev.trainyard.template.StoredObjects;
import dev.trainyard.template.archive.ArchiveContent;
import dev.trainyard.template.archive.ArchiveReport;
import dev.trainyard.template.archive.TestSplit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica that died was doing is gone on with by another, and ends once. */
@QuarkusTest
@Backends
class CheckRecoveryIT {
  @Inject UploadLifecycle uploads;
  @Inject CheckLifecycle checks;
  @Inject DatasetChecks runner;
  @Inject DatasetCleanup cleanup;
  @Inject MultipartUploads multipart;
  @Inject ObjectStorage storage;
  @Inject StoredObjects stored;
  @Inject DatasetConfig config;
  @Inject EntityManager database;
  @Inject Clock clock;
  @Inject CurrentTenant tenant;
  @TempDir Path folder;

  private final UUID id = UUID.randomUUID();
  private String project;

  @BeforeEach
  void createProject() {
    project = Api.project();
  }

  @Test
  void checksAgainWhatADeadReplicaWasChecking() throws IOException {
    arrive();
    var dead = checks.claim(id).orElseThrow();
    assertThat(checks.claim(id)).isEmpty();
    Api.get(path()).body("status", is("CHECKING"));

    stored.changeUpload(id, "check_at = now() - interval '1 s'");
    CompletableFuture.allOf(
            CompletableFuture.runAsync(runner::wake), CompletableFuture.runAsync(runner::wake))
        .join();
    Api.awaitStatus(id.toString(), "READY").body("version", is(1), "trainImages", is(3));
    assertThat(stored.keysOf(project)).containsExactly(project + "/" + id + "-2.zip");

    assertThat(checks.announce(dead)).isFalse();
    assertThat(checks.renew(dead, new ProgressView(1, 2))).isFalse();
    assertThat(checks.ready(dead, checked(dead))).isFalse();
    assertThat(checks.reject(dead, Rejection.unread("too late"))).isFalse();
    Api.get(path()).body("status", is("READY"), "version", is(1));
    Api.delete(path()).statusCode(204);
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 3))
          .containsExactly(
              EventType.DATASET_UPLOADED, EventType.DATASET_READY, EventType.DATASET_DELETED);
    }
  }

  @RepeatedTest(5)
  void givesACheckToOneReplicaOnly() throws IOException {
    arrive();
    var claimers = Executors.newFixedThreadPool(4);
    try {
      var claims =
          IntStream.range(0, 4)
              .mapToObj(
                  claimer ->
                      CompletableFuture.supplyAsync(
                          () -> tenant.call(TenantScope.of("default"), () -> checks.claim(id)),
                          claimers))
              .toList();
      assertThat(claims.stream().map(CompletableFuture::join).filter(Optional::isPresent))
          .hasSize(1);
    } finally {
      claimers.shutdownNow();
    }
    Api.delete(path()).statusCode(204);
  }

  @Test
  void tellsHowFarACheckHasCome() throws IOException {
    arrive();
    var task = checks.claim(id).orElseThrow();
    assertThat(checks.renew(task, new ProgressView(12, 40))).isTrue();
    Api.get(path()).body("progress.imagesChecked", is(12), "progress.images", is(40));
    Api.delete(path()).statusCode(204);
  }

  @Test
  void givesUpWhatKillsEveryReplica() throws IOException {
    arrive();
    checks.claim(id).orElseThrow();
    // As if two more had begun and died.
    stored.changeUpload(id, "attempt = 3, tries_left = 0, check_at = now() - interval '1 s'");
    Api.awaitStatus(id.toString(), "REJECTED")
        .body("violations.field", contains("archive"))
        .body("violations[0].message", containsString("failed 3 times"));
    Awaitility.await().untilAsserted(() -> stored.requireNothingStoredOf(project));
  }

  @Test
  void doesNotCountWhatIsNotTheArchivesFault() throws IOException {
    arrive();
    for (var attempt = 1; attempt <= 2 * PendingUpload.TRIES; attempt++) {
      var task = checks.claim(id).orElseThrow();
      assertThat(task.triesLeft()).isEqualTo(PendingUpload.TRIES - 1);
      checks.putOff(task, false);
      assertThat(checks.claim(id)).isEmpty();
      // As if it were the first, so that it need not wait.
      stored.changeUpload(id, "attempt = 0");
    }
    checks.putOff(checks.claim(id).orElseThrow(), true);
    stored.changeUpload(id, "attempt = 0");
    assertThat(checks.claim(id).orElseThrow().triesLeft()).isEqualTo(PendingUpload.TRIES - 2);
    Api.delete(path()).statusCode(204);
  }

  @Test
  void rejectsWhatDidNotArriveInTime() throws Exception {
    uploads.begin(draft());
    var key = PendingUpload.PREFIX + id;
    put(key);
    var uploadId = multipart.begin(config.bucket(), key, "application/zip");
    sendPart(key, uploadId);
    assertThat(multipart.parts(config.bucket(), key, uploadId)).hasSize(1);
    cleanup.clean();
    Api.get(path()).body("status", is("UPLOADING"));

    stored.changeUpload(id, "deadline = now() - interval '1 s'");
    cleanup.clean();
    Api.get(path())
        .body("status", is("REJECTED"))
        .body("violations.message", contains("upload did not arrive; send it again"));
    assertThat(multipart.parts(config.bucket(), key, uploadId)).isEmpty();
    stored.requireNothingStoredOf(project);
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 1)).containsExactly(EventType.DATASET_REJECTED);
    }
  }

  @Test
  void forgetsTheRejectedAfterAWhile() throws IOException {
    uploads.begin(draft());
    stored.changeUpload(id, "deadline = now() - interval '1 s'");
    cleanup.clean();
    Api.get(path()).body("status", is("REJECTED"));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                database
                    .createNativeQuery(
                        "UPDATE dataset SET ended_at = now() - interval '31 d' WHERE id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
    cleanup.clean();
    Api.get(path()).statusCode(404);
  }

  @Test
  void cancelsWhatIsUploadingOrChecking() throws IOException {
    uploads.begin(draft());
    Api.delete(path()).statusCode(204);
    assertThatThrownBy(() -> uploads.arrived(id, 1, clock.instant()))
        .isInstanceOf(ConflictException.class);

    var other = UUID.randomUUID();
    arrive(other);
    var task = checks.claim(other).orElseThrow();
    Api.delete("/api/v1/datasets/" + other).statusCode(204);
    assertThat(checks.ready(task, checked(task))).isFalse();
    Api.get("/api/v1/datasets/" + other).statusCode(404);
    stored.requireNothingOf(project);
  }

  /** Received, and nobody but this test takes it for an hour. */
  private void arrive() throws IOException {
    arrive(id);
  }

  private void arrive(UUID dataset) throws IOException {
    uploads.begin(draft(dataset));
    put(PendingUpload.PREFIX + dataset);
    uploads.arrived(dataset, 1, later());
  }

  private void put(String key) throws IOException {
    var file = Files.write(folder.resolve("archive"), aDataset().bytes());
    storage.put(config.bucket(), key, file, "application/zip");
  }

  private void sendPart(String key, String uploadId) throws Exception {
    var url = multipart.presignedPart(config.bucket(), key, uploadId, 1);
    var request =
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString("half")).build();
    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
  }

  private Instant later() {
    return clock.instant().plus(Duration.ofHours(1));
  }

  private DatasetDraft draft() {
    return draft(id);
  }

  private DatasetDraft draft(UUID dataset) {
    return new DatasetDraft(
        dataset,
        UUID.fromString(project),
        "recovered",
        "",
        new TestSplit(0.1, 42),
        0,
        Optional.empty());
  }

  private static CheckedArchive checked(CheckTask task) {
    return new CheckedArchive(
        task.archiveKey(),
        1,
        "0",
        new ArchiveContent(
            new ArchiveReport(List.of(), List.of(), Map.of(), List.of()),
            List.of(),
            Optional.empty()),
        null);
  }

  private String path() {
    return "/api/v1/datasets/" + id;
  }
}
