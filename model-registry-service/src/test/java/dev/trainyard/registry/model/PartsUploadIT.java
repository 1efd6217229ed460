package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.PartsClient.ask;
import static dev.trainyard.registry.model.PartsClient.send;
import static dev.trainyard.registry.model.PartsClient.uploadId;
import static dev.trainyard.registry.model.PartsClient.urls;
import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static dev.trainyard.registry.model.RegistryClient.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.TestArchives;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives that agents send to the storage in parts. */
@RegistryTest
class PartsUploadIT {
  /** Three parts. */
  private static final byte[] ARCHIVE = PartsClient.archive(1);

  private static final byte[] OTHER = PartsClient.archive(2);
  private static final String DIGEST = TestArchives.sha256(ARCHIVE);

  @Inject ObjectStorage storage;
  @Inject MultipartUploads multipart;

  private String id;
  private String wholeUrl;

  @BeforeEach
  void register() {
    var model = registered(aModel());
    id = model.getString("id");
    wholeUrl = model.getString("upload.url");
  }

  @Test
  void goesOnWithAnUploadThatWasBrokenOff() throws IOException {
    ask(id, DIGEST, ARCHIVE.length)
        .statusCode(200)
        .body("partBytes", equalTo(PartsClient.PART_BYTES), "parts", equalTo(3))
        .body("arrived", empty(), "urls.number", contains(1, 2, 3))
        .body("urls[2].sizeBytes", equalTo(ARCHIVE.length - 2 * PartsClient.PART_BYTES))
        .body("expiresAt", notNullValue());
    send(id, ARCHIVE, 2);
    complete(id, ARCHIVE)
        .statusCode(422)
        .body("detail", containsString("2 of 3 parts are missing"))
        .body("violations.field", contains("part 1", "part 3"))
        .body("violations[0].message", containsString("has not arrived"));
    get("/models/" + id).body("status", equalTo("PENDING"));
    ask(id, DIGEST, ARCHIVE.length).body("arrived", contains(2), "urls.number", contains(1, 3));
    var upload = uploadId(urls(ask(id, ARCHIVE)).get(1));
    send(id, ARCHIVE, 1, 3);
    ask(id, DIGEST, ARCHIVE.length).body("arrived", contains(1, 2, 3), "urls", empty());

    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
    complete(id, ARCHIVE).statusCode(200).body("sha256", equalTo(DIGEST));
    complete(id, OTHER).statusCode(409).body("type", endsWith("model-complete"));
    ask(id, DIGEST, ARCHIVE.length).statusCode(409).body("type", endsWith("model-complete"));
    try (var stored =
        storage
            .open(Buckets.MODELS, Buckets.archiveKey(UUID.fromString(id), DIGEST))
            .orElseThrow()) {
      assertThat(stored.readAllBytes()).isEqualTo(ARCHIVE);
    }
    requireNothingLeft(upload);
  }

  @Test
  void goesOnAfterACompletionThatDiedHalfWay() {
    send(id, ARCHIVE, 1, 2);
    var upload = uploadId(urls(ask(id, ARCHIVE)).get(3));
    send(id, ARCHIVE, 3);
    var parts = multipart.parts(Buckets.MODELS, uploadKey(), upload);
    assertThat(multipart.complete(Buckets.MODELS, uploadKey(), upload, parts)).isTrue();

    ask(id, DIGEST, ARCHIVE.length).body("arrived", contains(1, 2, 3), "urls", empty());
    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
  }

  @Test
  void beginsAnewWhenTheStorageHasLostTheUpload() {
    send(id, ARCHIVE, 1);
    multipart.abortAll(Buckets.MODELS, uploadKey());

    ask(id, DIGEST, ARCHIVE.length).body("arrived", empty(), "urls.number", contains(1, 2, 3));
    send(id, ARCHIVE, 1, 2, 3);
    complete(id, ARCHIVE).statusCode(200);
  }

  @Test
  void refusesPartsOfAnotherSizeUntilTheyAreSentAgain() {
    send(id, ARCHIVE, 1, 2);
    upload(urls(ask(id, ARCHIVE)).get(3), new byte[7]);

    ask(id, DIGEST, ARCHIVE.length).body("arrived", contains(1, 2), "urls.number", contains(3));
    complete(id, ARCHIVE).statusCode(422).body("violations.field", contains("part 3"));
    send(id, ARCHIVE, 3);
    complete(id, ARCHIVE).statusCode(200);
  }

  @Test
  void refusesAnotherArchiveThanAnnounced() {
    send(id, ARCHIVE, 1, 2, 3);

    complete(id, "0".repeat(64), ARCHIVE.length)
        .statusCode(422)
        .body("violations.field", contains("sha256"))
        .body("violations[0].message", containsString(DIGEST));
    complete(id, DIGEST, ARCHIVE.length - 1)
        .statusCode(422)
        .body("violations[0].message", containsString(ARCHIVE.length + " bytes"));
    // Nothing is spoilt: the right figures still do.
    complete(id, ARCHIVE).statusCode(200);
  }

  @Test
  void beginsAnewAfterAnArchiveThatIsNotTheAnnouncedOne() {
    var urls = urls(ask(id, ARCHIVE));
    urls.forEach(
        (number, url) -> upload(url, PartsClient.part(number == 2 ? OTHER : ARCHIVE, number)));
    complete(id, ARCHIVE).statusCode(422).body("violations[0].field", equalTo("sha256"));
    get("/models/" + id).body("status", equalTo("PENDING"));

    ask(id, DIGEST, ARCHIVE.length).body("arrived", empty(), "urls.number", contains(1, 2, 3));
    send(id, ARCHIVE, 1);
    complete(id, ARCHIVE).statusCode(422);
    ask(id, DIGEST, ARCHIVE.length).body("arrived", contains(1));
    send(id, ARCHIVE, 2, 3);
    complete(id, ARCHIVE).statusCode(200);
  }

  @Test
  void throwsAwayWhatWasSentOfAnotherArchive() {
    var replaced = uploadId(urls(ask(id, OTHER)).get(1));
    send(id, OTHER, 1, 2);

    ask(id, DIGEST, ARCHIVE.length).body("arrived", empty());
    assertThat(multipart.isOpen(Buckets.MODELS, uploadKey(), replaced)).isFalse();
    send(id, ARCHIVE, 1, 2, 3);
    complete(id, OTHER).statusCode(422).body("violations.field", contains("sha256"));
    complete(id, ARCHIVE).statusCode(200);
  }

  @Test
  void takesAWholeUploadOfAnAgentThatKnowsNoParts() {
    var begun = uploadId(urls(ask(id, ARCHIVE)).get(1));
    send(id, ARCHIVE, 1);
    upload(wholeUrl, ARCHIVE);

    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
    requireNothingLeft(begun);
  }

  @Test
  void makesOneUploadAndOneModelHoweverManyAskAtOnce() throws Exception {
    var uploads = Race.atOnce(6, () -> uploadId(urls(ask(id, ARCHIVE)).get(1)));
    assertThat(uploads).containsOnly(uploads.get(0));

    send(id, ARCHIVE, 1, 2, 3);
    var answers = Race.atOnce(4, () -> complete(id, ARCHIVE).extract().statusCode());
    assertThat(answers).containsOnly(200);
    requireNothingLeft(uploads.get(0));
  }

  @Test
  void refusesBadRequests() {
    ask(id, "short", 0)
        .statusCode(400)
        .body("violations.field", equalTo(List.of("sha256", "sizeBytes")));
    ask(id, DIGEST, Long.MAX_VALUE).statusCode(413).body("limitBytes", notNullValue());
    ask(UUID.randomUUID().toString(), DIGEST, 1).statusCode(404);
    ask("not-an-id", DIGEST, 1).statusCode(404);
  }

  private String uploadKey() {
    return Buckets.uploadKey(UUID.fromString(id));
  }

  private void requireNothingLeft(String upload) {
    assertThat(multipart.isOpen(Buckets.MODELS, uploadKey(), upload)).isFalse();
    assertThat(storage.size(Buckets.MODELS, uploadKey())).isEmpty();
  }
}
