package dev.trainyard.template.dataset;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import dev.trainyard.template.Events;
import dev.trainyard.template.StoredObjects;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that clients send one by one, with their labels. */
@QuarkusTest
@Backends
class ImageUploadIT {
  private static final byte[] TEXT = "no image".getBytes(StandardCharsets.UTF_8);

  @Inject DatasetCleanup cleanup;
  @Inject DatasetConfig config;
  @Inject ObjectStorage storage;
  @Inject StoredObjects stored;
  @Inject EntityManager database;
  @Inject ImageObjects objects;
  @TempDir Path folder;

  private String project;
  private String id;

  @BeforeEach
  void beginUpload() {
    project = Api.project();
    id = begin();
  }

  /** Other tests look at all that is stored. */
  @AfterEach
  void leaveNothing() {
    Api.delete(path());
    cleanup.clean();
  }

  @Test
  void makesADatasetOfTheImages() throws Exception {
    Api.get(path())
        .body("status", is("UPLOADING"), "sizeBytes", is(0), "upload.images", is(0))
        .body("upload.parts", nullValue(), "upload.expiresAt", notNullValue());
    var letter = image("png", 20, 30);
    put("train", "Письмо №1", "a b.png", letter).statusCode(201);
    put("train", "invoice", "1.jpg", image("jpg", 40, 30)).statusCode(201);
    put("test", "Письмо №1", "2.png", image("png", 21, 30)).statusCode(201);
    put("test", "invoice", "2.jpg", image("jpg", 44, 30)).statusCode(201);
    Api.get(path()).body("upload.images", is(4));
    Api.get(path() + "/images?sort=path,asc&size=3")
        .body("total", is(4))
        .body("items.label", contains("invoice", "Письмо №1", "invoice"))
        .body("items.set", contains("test", "test", "train"));
    complete().statusCode(202);
    complete().statusCode(202);

    Api.awaitStatus(id, "READY")
        .body("version", is(1), "upload", nullValue(), "split", nullValue())
        .body("classes.name", contains("invoice", "Письмо №1"))
        .body("trainImages", is(2), "testImages", is(2));
    assertThat(content().keySet())
        .containsExactly(
            "test/invoice/2.jpg",
            "test/Письмо №1/2.png",
            "train/invoice/1.jpg",
            "train/Письмо №1/a b.png");
    assertThat(content().get("train/Письмо №1/a b.png")).isEqualTo(letter);
    complete().statusCode(202).body("status", is("READY"));
    put("train", "invoice", "3.jpg", letter).statusCode(409).body("status", is("READY"));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).isEmpty();
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 2))
          .containsExactly(EventType.DATASET_UPLOADED, EventType.DATASET_READY);
    }
  }

  @Test
  void dividesImagesWithoutSetsAsTheClientSaid() {
    for (var number = 0; number < 4; number++) {
      put(null, "a", number + ".png", image("png", 20, 20 + number)).statusCode(201);
      put(null, "b", number + ".png", image("png", 30, 20 + number)).statusCode(201);
    }
    put("train", "a", "9.png", image("png", 9, 9))
        .statusCode(422)
        .body("violations.field", contains("set"));
    complete().statusCode(202);
    Api.awaitStatus(id, "READY")
        .body("trainImages", is(4), "testImages", is(4))
        .body("split.testShare", is(0.5f), "split.seed", is(7), "description", is("by hand"));
  }

  @Test
  void replacesAndTakesOutImages() throws IOException {
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    var key = stored.keysBelow("uploads/" + id);
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(200);
    assertThat(stored.keysBelow("uploads/" + id)).isEqualTo(key);
    var replacement = image("png", 25, 25);
    put("train", "a", "1.png", replacement).statusCode(200);
    put("train", "a", "2.png", image("png", 26, 26)).statusCode(201);
    put("test", "a", "1.png", image("png", 27, 27)).statusCode(201);
    put(null, "a", "1.png", image("png", 27, 27)).statusCode(422);
    remove("train", "a", "2.png").statusCode(204);
    remove("train", "a", "2.png").statusCode(404);
    remove(null, "a", "1.png").statusCode(404);
    Api.get(path()).body("upload.images", is(2));
    Api.get(path() + "/images").body("items.fileName", contains("1.png", "1.png"));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).hasSize(2).doesNotContainAnyElementsOf(key);
    complete().statusCode(202);
    Api.awaitStatus(id, "READY").body("trainImages", is(1), "testImages", is(1));
    assertThat(content()).containsEntry("train/a/1.png", replacement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train | a | page.txt | 422 | ending",
        "train | a | Thumbs.db | 422 | ending",
        "train | a | ._1.png | 422 | ending",
        "train | a\\b | 1.png | 422 | backslash",
        "train | a%01b | 1.png | 422 | control",
        "train | a%2Fb | 1.png | 400 | must have no /",
        "train | a | b%2F1.png | 400 | must have no /",
        "dev | a | 1.png | 400 | train or test",
        "'' | train | 1.png | 400 | set=train",
        "train | %20a | 1.png | 422 | class name",
      })
  void refusesPlacesThatNoDatasetHas(
      String set, String label, String fileName, int status, String reason) {
    var query = set.isEmpty() ? "" : "?set=" + set;
    given()
        .urlEncodingEnabled(false)
        .contentType("image/png")
        .body(image("png", 9, 9))
        .put(path() + "/images/" + label.replace("\\", "%5C") + "/" + fileName + query)
        .then()
        .statusCode(status)
        .body("violations", hasSize(1), "violations[0].message", containsString(reason));
    requireNoImage();
  }

  @Test
  void refusesWhatIsNoImageAtOnce() {
    put("train", "a", "1.png", TEXT)
        .statusCode(422)
        .body("datasetId", is(id))
        .body("violations.field", contains("train/a/1.png"))
        .body("violations[0].message", containsString("not a readable image"));
    put("train", "a", "1.png", new byte[0]).statusCode(422);
    put("train", "a", "1.bmp", image("bmp", 2000, 1100)).statusCode(413);
    requireNoImage();
    complete().statusCode(422).body("violations.field", contains("images"));
    Api.get(path()).body("status", is("UPLOADING"));
  }

  @Test
  void refusesMoreThanADatasetMayHave() {
    var large = image("bmp", 1400, 1300);
    put("train", "a", "1.bmp", large).statusCode(201);
    put("train", "a", "2.bmp", large).statusCode(201);
    put("train", "a", "3.bmp", large).statusCode(422).body("violations.field", contains("images"));
    // In its place, and not beside it.
    put("train", "a", "2.bmp", image("bmp", 1300, 1300)).statusCode(200);
    Api.get(path()).body("upload.images", is(2));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).hasSize(2);
    Api.delete(path()).statusCode(204);
  }

  @Test
  void keepsTheImagesOfWhatIsNoDatasetToBeMended() throws Exception {
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    complete().statusCode(202);
    Api.awaitStatus(id, "REJECTED")
        .body("violations.field", contains("test"), "upload.images", is(1))
        .body("upload.expiresAt", notNullValue());
    Api.get(path() + "/images").body("items.fileName", contains("1.png"));
    Api.get(path() + "/report").statusCode(200).body("totals.NO_IMAGES", is(1));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).hasSize(1);
    complete().statusCode(202);
    Api.awaitStatus(id, "REJECTED");

    put("test", "a", "1.png", image("png", 20, 21)).statusCode(201);
    Api.get(path()).body("status", is("UPLOADING"), "violations", nullValue());
    complete().statusCode(202);
    Api.awaitStatus(id, "READY").body("version", is(1), "upload", nullValue());
    Api.get(path() + "/report").statusCode(200).body("totals.NO_IMAGES", nullValue());
    assertThat(content()).hasSize(2);
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).isEmpty();
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 4))
          .containsExactly(
              EventType.DATASET_REJECTED,
              EventType.DATASET_REJECTED,
              EventType.DATASET_UPLOADED,
              EventType.DATASET_READY);
    }
  }

  @Test
  void forgetsWhatWasRejectedAndNotMended() {
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    complete().statusCode(202);
    Api.awaitStatus(id, "REJECTED");
    change("deadline = now() - interval '1 s'");
    cleanup.clean();
    Api.get(path()).body("status", is("REJECTED"), "upload", nullValue());
    put("test", "a", "1.png", image("png", 20, 21)).statusCode(409);
    stored.requireNothingStoredOf(project);

    id = begin();
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    complete().statusCode(202);
    Api.awaitStatus(id, "REJECTED");
    Api.delete("/api/v1/projects/" + project).statusCode(204);
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).isEmpty();
  }

  @Test
  void tellsWhichImageTheStorageHasLostAndTakesItAgain() throws IOException {
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    var lost = stored.keysBelow("uploads/" + id).get(0);
    storage.remove(config.bucket(), lost);
    put("test", "a", "1.png", image("png", 20, 21)).statusCode(201);
    complete().statusCode(202);
    Api.awaitStatus(id, "REJECTED")
        .body("violations[0].message", containsString("the storage has lost train/a/1.png"));
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(200);
    var other = Files.write(folder.resolve("other"), image("png", 20, 22));
    var test = stored.keysBelow("uploads/" + id).stream().sorted().findFirst().orElseThrow();
    storage.put(config.bucket(), test, other, "image/png");
    complete().statusCode(202);
    Api.awaitStatus(id, "REJECTED")
        .body("violations[0].message", containsString("the storage has lost test/a/1.png"));
    remove("test", "a", "1.png").statusCode(204);
    put("test", "a", "1.png", image("png", 20, 21)).statusCode(201);
    complete().statusCode(202);
    Api.awaitStatus(id, "READY");
  }

  @Test
  void makesTheArchiveOfAnyNumberOfImages() throws IOException {
    for (var number = 0; number < 5; number++) {
      put("train", "a", number + ".png", image("png", 20, 20 + number)).statusCode(201);
    }
    var archive = new ByteArrayOutputStream();
    objects.writeArchive(UUID.fromString(id), archive, 2);
    assertThat(unzipped(archive.toByteArray()).keySet())
        .containsExactly(
            "train/a/0.png", "train/a/1.png", "train/a/2.png", "train/a/3.png", "train/a/4.png");
  }

  @Test
  void hasEveryImageThatWasTakenBeforeTheEnd() throws Exception {
    put("train", "a", "0.png", image("png", 20, 20)).statusCode(201);
    put("test", "a", "0.png", image("png", 20, 21)).statusCode(201);
    var sent =
        IntStream.range(1, 12)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () ->
                            put("train", "a", number + ".png", image("png", 20, 30 + number))
                                .extract()
                                .statusCode()))
            .toList();
    sent.get(3).join();
    complete().statusCode(202);
    Api.awaitStatus(id, "READY");
    var taken = 2;
    for (var answer : sent) {
      assertThat(answer.join()).isIn(201, 409);
      taken += answer.join() == 201 ? 1 : 0;
    }
    assertThat(content()).hasSize(taken);
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).isEmpty();
  }

  @Test
  void tellsOfDefectsAtOnce() {
    var whole = image("jpg", 400, 400);
    put("train", "a", "1.jpg", Arrays.copyOf(whole, whole.length * 3 / 4))
        .statusCode(201)
        .body("warning", containsString("decoded with defects"), "label", is("a"))
        .body("set", is("train"), "fileName", is("1.jpg"), "digest", notNullValue());
    put("train", "a", "2.jpg", whole).statusCode(201).body("warning", nullValue());
    Api.get(path() + "/images?sort=path,asc")
        .body("items[0].warning", containsString("defects"), "items[1].warning", nullValue());
  }

  @Test
  void keepsNothingOfWhatIsDeleted() {
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    put("train", "a", "2.png", image("png", 20, 21)).statusCode(201);
    Api.delete(path()).statusCode(204);
    put("train", "a", "3.png", image("png", 20, 22)).statusCode(404);
    cleanup.clean();
    stored.requireNothingOf(project);
  }

  @Test
  void waitsForTheNextImageAndNotForEver() {
    change("deadline = now() + interval '1 minute'");
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(201);
    assertThat(hoursLeft()).isBetween(7 * 24 - 1L, 7 * 24L);
    change("deadline = now() + interval '1 minute'");
    put("train", "a", "1.png", image("png", 20, 20)).statusCode(200);
    assertThat(hoursLeft()).isBetween(7 * 24 - 1L, 7 * 24L);
    change("deadline = now() - interval '1 s'");
    cleanup.clean();
    Api.get(path())
        .body("status", is("REJECTED"), "upload", nullValue())
        .body("violations[0].message", containsString("nobody completed the dataset"));
    cleanup.clean();
    stored.requireNothingStoredOf(project);
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
                                put(
                                        number % 4 == 0 ? "test" : "train",
                                        "a",
                                        number / 2 * 2 + ".png",
                                        image("png", 20, 20 + number / 4))
                                    .statusCode(oneOf(201, 200))))
                .toArray(CompletableFuture[]::new))
        .join();
    var images = Api.get(path() + "/images").extract().<Integer>path("total");
    Api.get(path()).body("upload.images", is(images));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + id)).hasSize(images);
    complete().statusCode(202);
    Api.awaitStatus(id, "READY");
    assertThat(content()).hasSize(images);
  }

  @Test
  void doesNotMixTheWaysOfUploading() {
    Api.get(path() + "/upload").statusCode(409).body("detail", containsString("/images"));
    var uploads = "/api/v1/projects/" + project + "/datasets/uploads";
    var request = new HashMap<String, Object>(Map.of("name", "x", "kind", "IMAGES"));
    request.put("sizeBytes", 5);
    Api.post(uploads, request).statusCode(400).body("violations.field", contains("sizeBytes"));
    request.put("kind", "PAGES");
    Api.post(uploads, request).statusCode(400);
    request.put("kind", "ARCHIVE");
    id = Api.post(uploads, request).statusCode(201).extract().path("id");
    put("train", "a", "1.png", image("png", 9, 9))
        .statusCode(409)
        .body("detail", containsString("kind IMAGES"));
    Api.get(path() + "/images").statusCode(409);
    id = Api.upload(project, "y", aDataset().bytes()).statusCode(201).extract().path("id");
    put("train", "a", "1.png", image("png", 9, 9)).statusCode(409);
    id = UUID.randomUUID().toString();
    put("train", "a", "1.png", image("png", 9, 9)).statusCode(404);
    remove("train", "a", "1.png").statusCode(404);
  }

  private String begin() {
    return Api.post(
            "/api/v1/projects/" + project + "/datasets/uploads",
            Map.of(
                "name",
                "pages",
                "kind",
                "IMAGES",
                "testShare",
                0.5,
                "seed",
                7,
                "description",
                "by hand"))
        .statusCode(201)
        .extract()
        .path("id");
  }

  private ValidatableResponse put(String set, String label, String fileName, byte[] content) {
    var request = given().contentType("image/png").body(content);
    if (set != null) {
      request.queryParam("set", set);
    }
    return request.put(path() + "/images/{label}/{fileName}", label, fileName).then();
  }

  private ValidatableResponse remove(String set, String label, String fileName) {
    var request = given();
    if (set != null) {
      request.queryParam("set", set);
    }
    return request.delete(path() + "/images/{label}/{fileName}", label, fileName).then();
  }

  private ValidatableResponse complete() {
    return given().post(path() + "/upload/complete").then();
  }

  private void requireNoImage() {
    Api.get(path() + "/images").body("items", empty());
    Api.get(path()).body("upload.images", is(0), "sizeBytes", is(0));
    assertThat(stored.keysBelow("uploads/" + id)).isEmpty();
    assertThat(stored.temporaryFiles()).isEmpty();
  }

  private Map<String, byte[]> content() throws IOException {
    return unzipped(given().get(path() + "/content?via=service").asByteArray());
  }

  private static Map<String, byte[]> unzipped(byte[] archive) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private void change(String assignment) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                database
                    .createNativeQuery(
                        "UPDATE dataset_upload SET " + assignment + " WHERE dataset_id = ?1")
                    .setParameter(1, UUID.fromString(id))
                    .executeUpdate());
  }

  private Long hoursLeft() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Long)
                    database
                        .createNativeQuery(
                            "SELECT cast(extract(epoch FROM deadline - now()) / 3600 AS bigint)"
                                + " FROM dataset_upload WHERE dataset_id = ?1",
                            Long.class)
                        .setParameter(1, UUID.fromString(id))
                        .getSingleResult());
  }

  private String path() {
    return "/api/v1/datasets/" + id;
  }
}
