package dev.trainyard.template.dataset;

import static dev.trainyard.template.Archives.image;
import static dev.trainyard.template.Archives.unzipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import dev.trainyard.template.Events;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Images that clients send one by one, with their labels. */
@QuarkusTest
@Backends
class ImageUploadIT extends OfImages {
  @Inject ImageObjects objects;

  @Test
  void makesADatasetOfTheImages() throws Exception {
    Api.get(images.path())
        .body("status", is("UPLOADING"), "sizeBytes", is(0), "upload.images", is(0))
        .body("upload.parts", nullValue(), "upload.expiresAt", notNullValue());
    var letter = image("png", 20, 30);
    images.put("train", "Письмо №1", "a b.png", letter).statusCode(201);
    images.put("train", "invoice", "1.jpg", image("jpg", 40, 30)).statusCode(201);
    images.put("test", "Письмо №1", "2.png", image("png", 21, 30)).statusCode(201);
    images.put("test", "invoice", "2.jpg", image("jpg", 44, 30)).statusCode(201);
    Api.get(images.path()).body("upload.images", is(4));
    Api.get(images.path() + "/images?sort=path,asc&size=3")
        .body("total", is(4))
        .body("items.label", contains("invoice", "Письмо №1", "invoice"))
        .body("items.set", contains("test", "test", "train"));
    images.complete().statusCode(202);
    images.complete().statusCode(202);

    Api.awaitStatus(images.id(), "READY")
        .body("version", is(1), "upload", nullValue(), "split", nullValue())
        .body("classes.name", contains("invoice", "Письмо №1"))
        .body("trainImages", is(2), "testImages", is(2));
    assertThat(images.content().keySet())
        .containsExactly(
            "test/invoice/2.jpg",
            "test/Письмо №1/2.png",
            "train/invoice/1.jpg",
            "train/Письмо №1/a b.png");
    assertThat(images.content().get("train/Письмо №1/a b.png")).isEqualTo(letter);
    images.complete().statusCode(202).body("status", is("READY"));
    images.put("train", "invoice", "3.jpg", letter).statusCode(409).body("status", is("READY"));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).isEmpty();
    try (var events = new Events()) {
      assertThat(events.typesAbout(images.id(), 2))
          .containsExactly(EventType.DATASET_UPLOADED, EventType.DATASET_READY);
    }
  }

  @Test
  void dividesImagesWithoutSetsAsTheClientSaid() {
    for (var number = 0; number < 4; number++) {
      images.put(null, "a", number + ".png", image("png", 20, 20 + number)).statusCode(201);
      images.put(null, "b", number + ".png", image("png", 30, 20 + number)).statusCode(201);
    }
    images
        .put("train", "a", "9.png", image("png", 9, 9))
        .statusCode(422)
        .body("violations.field", contains("set"));
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "READY")
        .body("trainImages", is(4), "testImages", is(4))
        .body("split.testShare", is(0.5f), "split.seed", is(7), "description", is("by hand"));
  }

  @Test
  void replacesAndTakesOutImages() throws IOException {
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    var key = stored.keysBelow("uploads/" + images.id());
    images.put("train", "a", "1.png", image("png", 20, 20)).statusCode(200);
    assertThat(stored.keysBelow("uploads/" + images.id())).isEqualTo(key);
    var replacement = image("png", 25, 25);
    images.put("train", "a", "1.png", replacement).statusCode(200);
    images.put("train", "a", "2.png", image("png", 26, 26)).statusCode(201);
    images.put("test", "a", "1.png", image("png", 27, 27)).statusCode(201);
    images.put(null, "a", "1.png", image("png", 27, 27)).statusCode(422);
    images.remove("train", "a", "2.png").statusCode(204);
    images.remove("train", "a", "2.png").statusCode(404);
    images.remove(null, "a", "1.png").statusCode(404);
    Api.get(images.path()).body("upload.images", is(2));
    Api.get(images.path() + "/images").body("items.fileName", contains("1.png", "1.png"));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id()))
        .hasSize(2)
        .doesNotContainAnyElementsOf(key);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "READY").body("trainImages", is(1), "testImages", is(1));
    assertThat(images.content()).containsEntry("train/a/1.png", replacement);
  }

  @Test
  void makesTheArchiveOfAnyNumberOfImages() throws IOException {
    for (var number = 0; number < 5; number++) {
      images.put("train", "a", number + ".png", image("png", 20, 20 + number)).statusCode(201);
    }
    var archive = new ByteArrayOutputStream();
    objects.writeArchive(UUID.fromString(images.id()), archive, 2);
    assertThat(unzipped(archive.toByteArray()).keySet())
        .containsExactly(
            "train/a/0.png", "train/a/1.png", "train/a/2.png", "train/a/3.png", "train/a/4.png");
  }

  @Test
  void hasEveryImageThatWasTakenBeforeTheEnd() throws Exception {
    images.put("train", "a", "0.png", image("png", 20, 20)).statusCode(201);
    images.put("test", "a", "0.png", image("png", 20, 21)).statusCode(201);
    var sent =
        IntStream.range(1, 12)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () ->
                            images
                                .put("train", "a", number + ".png", image("png", 20, 30 + number))
                                .extract()
                                .statusCode()))
            .toList();
    sent.get(3).join();
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "READY");
    var taken = 2;
    for (var answer : sent) {
      assertThat(answer.join()).isIn(201, 409);
      taken += answer.join() == 201 ? 1 : 0;
    }
    assertThat(images.content()).hasSize(taken);
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).isEmpty();
  }

  @Test
  void tellsOfDefectsAtOnce() {
    var whole = image("jpg", 400, 400);
    images
        .put("train", "a", "1.jpg", Arrays.copyOf(whole, whole.length * 3 / 4))
        .statusCode(201)
        .body("warning", containsString("decoded with defects"), "label", is("a"))
        .body("set", is("train"), "fileName", is("1.jpg"), "digest", notNullValue());
    images.put("train", "a", "2.jpg", whole).statusCode(201).body("warning", nullValue());
    Api.get(images.path() + "/images?sort=path,asc")
        .body("items[0].warning", containsString("defects"), "items[1].warning", nullValue());
  }

  @Test
  void keepsEveryImageOfThoseThatComeAtOnce() throws IOException {
    CompletableFuture.allOf(
            IntStream.range(0, 16)
                .mapToObj(
                    number ->
                        CompletableFuture.runAsync(
                            () ->
                                // Half of them to the same place.
                                images
                                    .put(
                                        number % 4 == 0 ? "test" : "train",
                                        "a",
                                        number / 2 * 2 + ".png",
                                        image("png", 20, 20 + number / 4))
                                    .statusCode(oneOf(201, 200))))
                .toArray(CompletableFuture[]::new))
        .join();
    int count = Api.get(images.path() + "/images").extract().path("total");
    Api.get(images.path()).body("upload.images", is(count));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).hasSize(count);
    images.complete().statusCode(202);
    Api.awaitStatus(images.id(), "READY");
    assertThat(images.content()).hasSize(count);
  }
}
