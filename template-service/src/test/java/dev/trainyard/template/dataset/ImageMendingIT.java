package dev.trainyard.template.dataset;

import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import dev.trainyard.template.Events;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of images whose dataset is rejected, deleted or forgotten. */
@QuarkusTest
@Backends
class ImageMendingIT extends OfImages {
  @Inject DatasetConfig config;
  @Inject ObjectStorage storage;
  @TempDir Path folder;

  @Test
  void keepsTheImagesOfWhatIsNoDatasetToBeMended() throws Exception {
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "REJECTED")
        .body("violations.field", contains("test"), "upload.images", is(1))
        .body("upload.expiresAt", notNullValue());
    Api.get(images.path() + "/images").body("items.fileName", contains("1.png"));
    Api.get(images.path() + "/report").statusCode(200).body("totals.NO_IMAGES", is(1));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).hasSize(1);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "REJECTED");

    images.put("test", "a", "1.png", image("png", 20, 21)).statusCode(201);
    Api.get(images.path()).body("status", is("UPLOADING"), "violations", nullValue());
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "READY").body("version", is(1), "upload", nullValue());
    Api.get(images.path() + "/report").statusCode(200).body("totals.NO_IMAGES", nullValue());
    assertThat(images.content()).hasSize(2);
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).isEmpty();
    try (var events = new Events()) {
      assertThat(events.typesAbout(images.id(), 4))
          .containsExactly(
              EventType.DATASET_REJECTED,
              EventType.DATASET_REJECTED,
              EventType.DATASET_UPLOADED,
              EventType.DATASET_READY);
    }
  }

  @Test
  void forgetsWhatWasRejectedAndNotMended() {
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "REJECTED");
    stored.changeUpload(UUID.fromString(images.id()), "deadline = now() - interval '1 s'");
    cleanup.clean();
    Api.get(images.path()).body("status", is("REJECTED"), "upload", nullValue());
    images.put("test", "a", "1.png", image("png", 20, 21)).statusCode(409);
    stored.requireNothingStoredOf(project);

    images = ImageClient.begin(project);
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "REJECTED");
    Api.delete("/api/v1/projects/" + project).statusCode(204);
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).isEmpty();
  }

  @Test
  void tellsWhichImageTheStorageHasLostAndTakesItAgain() throws IOException {
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    var lost = stored.keysBelow("uploads/" + images.id()).get(0);
    storage.remove(config.bucket(), lost);
    images.put("test", "a", "1.png", image("png", 20, 21)).statusCode(201);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "REJECTED")
        .body("violations[0].message", containsString("the storage has lost train/a/1.png"));
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(200);
    var other = Files.write(folder.resolve("other"), image("png", 20, 22));
    var test =
        stored.keysBelow("uploads/" + images.id()).stream().sorted().findFirst().orElseThrow();
    storage.put(config.bucket(), test, other, "image/png");
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "REJECTED")
        .body("violations[0].message", containsString("the storage has lost test/a/1.png"));
    images.remove("test", "a", "1.png").statusCode(204);
    images.put("test", "a", "1.png", image("png", 20, 21)).statusCode(201);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "READY");
  }

  @Test
  void keepsNothingOfWhatIsDeleted() {
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    images.put("train", "a", "2.png", image("png", 20, 21)).statusCode(201);
    Api.delete(images.path()).statusCode(204);
    images.put("train", "a", "3.png", image("png", 20, 22)).statusCode(404);
    cleanup.clean();
    stored.requireNothingOf(project);
  }

  @Test
  void waitsForTheNextImageAndNotForEver() {
    stored.changeUpload(UUID.fromString(images.id()), "deadline = now() + interval '1 minute'");
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    assertThat(hoursLeft()).isBetween(7 * 24 - 1L, 7 * 24L);
    stored.changeUpload(UUID.fromString(images.id()), "deadline = now() + interval '1 minute'");
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(200);
    assertThat(hoursLeft()).isBetween(7 * 24 - 1L, 7 * 24L);
    stored.changeUpload(UUID.fromString(images.id()), "deadline = now() - interval '1 s'");
    cleanup.clean();
    Api.get(images.path())
        .body("status", is("REJECTED"), "upload", nullValue())
        .body("violations[0].message", containsString("nobody completed the dataset"));
    cleanup.clean();
    stored.requireNothingStoredOf(project);
  }

  private long hoursLeft() {
    String deadline = Api.get(images.path()).extract().path("upload.expiresAt");
    return Duration.between(Instant.now(), Instant.parse(deadline)).toHours();
  }
}
