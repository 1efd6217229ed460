package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@Backends
class DatasetIT {
  @Inject StoredObjects stored;

  @Test
  void storesChecksAndGivesBackAnArchive() throws Exception {
    var project = Api.project();
    var archive = aDataset().file("README.txt", "hello").file("notes.csv", "1,2").bytes();
    var view =
        Api.upload(project, "pages", archive)
            .statusCode(201)
            .body(
                "projectId", is(project),
                "name", is("pages"),
                "version", is(1),
                "status", is("READY"),
                "classes.name", contains("invoice", "letter"),
                "classes.trainImages", contains(1, 2),
                "classes.testImages", contains(1, 1),
                "trainImages", is(3),
                "testImages", is(2),
                "sizeBytes", is(archive.length),
                "digest", is(sha256(archive)),
                "warnings", contains("notes.csv: not an image file, ignored"))
            .extract();
    String id = view.path("id");
    assertThat(view.header("Location")).endsWith("/api/v1/datasets/" + id);
    Api.get("/api/v1/datasets/" + id)
        .statusCode(200)
        .body("digest", is(sha256(archive)), "createdAt", is(view.<String>path("createdAt")));
    Api.get("/api/v1/projects/" + project + "/datasets").body("items.id", contains(id));

    var location =
        Api.get("/api/v1/datasets/" + id + "/content").statusCode(307).extract().header("Location");
    var content =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(location)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(content.body()).isEqualTo(archive);
    assertThat(content.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("pages-v1.zip");
  }

  @Test
  void dividesImagesThatComeWithoutSets() throws Exception {
    var project = Api.project();
    var archive = anArchive().images("invoice", 10).images("letter", 5).bytes();
    var path = "/api/v1/projects/" + project + "/datasets?testShare=0.4&name=";
    var made =
        given()
            .contentType("application/zip")
            .body(archive)
            .post(path + "flat&seed=7")
            .then()
            .statusCode(201)
            .body("classes.trainImages", contains(6, 3))
            .body("classes.testImages", contains(4, 2))
            .body("split.seed", is(7))
            .body("split.testShare", is(0.4f))
            .body("digest", not(sha256(archive)))
            .extract();
    var location =
        Api.get("/api/v1/datasets/" + made.path("id") + "/content")
            .statusCode(307)
            .extract()
            .header("Location");
    var content =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(location)).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    assertThat(sha256(content)).isEqualTo(made.path("digest"));
    assertThat(namesIn(content))
        .hasSize(15)
        .allMatch(name -> name.matches("(train|test)/(invoice|letter)/\\d\\.png"));
    // As any client could have sent it.
    Api.upload(project, "again", content).statusCode(201).body("split", nullValue());

    given()
        .contentType("application/zip")
        .body(archive)
        .post(path + "same&seed=7")
        .then()
        .body("digest", is(made.<String>path("digest")));
    for (var share : List.of("0", "0.95", "-1", "many")) {
      given()
          .contentType("application/zip")
          .body(archive)
          .post("/api/v1/projects/" + project + "/datasets?name=no&testShare=" + share)
          .then()
          .statusCode(400)
          .body("violations.field", contains("testShare"));
    }
  }

  private static List<String> namesIn(byte[] archive) throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void publishesWhatHappensToDataset() {
    var project = Api.project();
    String id = Api.upload(project, "told", aDataset().bytes()).extract().path("id");
    Api.delete("/api/v1/datasets/" + id).statusCode(204);
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 3))
          .containsExactly(
              EventType.DATASET_UPLOADED, EventType.DATASET_READY, EventType.DATASET_DELETED);
      var data = events.about(id, 3).get(1).dataAs(DatasetEvent.class);
      assertThat(data.classes()).containsExactly("invoice", "letter");
      assertThat(data.projectId()).hasToString(project);
    }
    Api.get("/api/v1/datasets/" + id).statusCode(404);
    assertThat(stored.keysOf(project)).isEmpty();
  }

  @Test
  void countsVersionsPerNameAndNeverGivesOneTwice() {
    var project = Api.project();
    var archive = aDataset().bytes();
    // Threads of their own: the common pool belongs to the service's storage client too.
    var clients = Executors.newFixedThreadPool(4);
    try {
      var versions =
          IntStream.range(0, 4)
              .mapToObj(
                  client ->
                      CompletableFuture.supplyAsync(
                          () ->
                              Api.upload(project, "counted", archive)
                                  .statusCode(201)
                                  .extract()
                                  .<Integer>path("version"),
                          clients))
              .toList();
      assertThat(versions.stream().map(CompletableFuture::join))
          .containsExactlyInAnyOrder(1, 2, 3, 4);
    } finally {
      clients.shutdownNow();
    }
    Api.upload(project, "other", archive).body("version", is(1));
    String newest =
        Api.get("/api/v1/projects/" + project + "/datasets?name=Counted&sort=version,desc")
            .body("items.version", contains(4, 3, 2, 1))
            .extract()
            .path("items[0].id");
    Api.delete("/api/v1/datasets/" + newest).statusCode(204);
    Api.upload(project, "Counted", archive).body("version", is(5));
  }

  static Stream<Arguments> unusableArchives() {
    return Stream.of(
        refused("no zip", "not a zip at all".getBytes(), "archive", "is not a zip"),
        refused("empty body", new byte[0], "archive", "is not a zip"),
        refused("cut off zip", java.util.Arrays.copyOf(aDataset().bytes(), 300), "archive", "no"),
        refused(
            "text named .png",
            aDataset().file("train/letter/fake.png", "I am text").bytes(),
            "train/letter/fake.png",
            "is not a readable image"),
        refused(
            "cut off image",
            aDataset()
                .file("test/letter/cut.png", java.util.Arrays.copyOf(image("png", 64, 64), 90))
                .bytes(),
            "test/letter/cut.png",
            "is not a readable image"),
        refused(
            "path traversal",
            aDataset().file("../evil.png", image("png", 8, 8)).bytes(),
            "../evil.png",
            "outside the archive"),
        refused(
            "hidden path traversal",
            aDataset().file("train/letter/../../../evil.png", image("png", 8, 8)).bytes(),
            "train/letter/../../../evil.png",
            "outside the archive"),
        refused(
            "absolute path",
            aDataset().file("/etc/evil.png", image("png", 8, 8)).bytes(),
            "/etc/evil.png",
            "absolute"),
        refused("no test images", anArchive().images("train/a", 2).bytes(), "test", "no images"),
        refused("no train images", anArchive().images("test/a", 2).bytes(), "train", "no images"),
        refused(
            "one folder too deep",
            anArchive().images("top/train/a", 2).images("top/test/a", 1).bytes(),
            "train",
            "found top at the top"),
        refused(
            "class only in test",
            aDataset().images("test/stranger", 1).bytes(),
            "test/stranger",
            "without images in train/stranger"),
        refused("empty zip", anArchive().bytes(), "train", "no images"),
        refused(
            "zip bomb",
            aDataset().file("train/letter/bomb.bmp", new byte[80 << 20]).bytes(),
            "archive",
            "times its size"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusableArchives")
  void refusesUnusableArchiveAndStoresNothing(
      String what, byte[] archive, String field, String message) {
    var project = Api.project();
    Api.upload(project, "refused", archive)
        .statusCode(422)
        .contentType("application/problem+json")
        .body(
            "type",
            is("urn:trainyard:problem:unprocessable"),
            "violations.field",
            hasItem(field),
            "violations.find { it.field == '" + field + "' }.message",
            containsString(message));
    requireNothingStored(project);
  }

  @Test
  void tellsTheWorldOfRefusedArchive() {
    var project = Api.project();
    Api.upload(project, "refused", anArchive().images("train/a", 2).bytes()).statusCode(422);
    try (var events = new Events()) {
      var rejected =
          events
              .first(
                  EventType.DATASET_REJECTED,
                  event -> event.dataAs(DatasetEvent.class).projectId().toString().equals(project))
              .dataAs(DatasetEvent.class);
      assertThat(rejected.problems()).singleElement().asString().startsWith("test: has no images");
    }
  }

  @Test
  void refusesTooLargeArchiveWhileItArrives() throws Exception {
    var project = Api.project();
    var tooLarge = aDataset().file("train/letter/x.bin", random(3 << 20)).bytes();
    Api.upload(project, "large", tooLarge)
        .statusCode(413)
        .contentType("application/problem+json")
        .body("type", is("urn:trainyard:problem:payload-too-large"), "limitBytes", is(2 << 20));
    // Chunked: the size is not announced.
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + RestAssured.port
                        + "/api/v1/projects/"
                        + project
                        + "/datasets?name=chunked"))
            .header("Content-Type", "application/zip")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(tooLarge)))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    requireNothingStored(project);
  }

  @Test
  void refusesBadRequestsBeforeAnythingIsStored() {
    var project = Api.project();
    var archive = aDataset().bytes();
    Api.upload(project, "has space", archive)
        .statusCode(400)
        .body("violations.field", contains("name"));
    refusesOtherMediaType(project, archive);
    Api.upload(UUID.randomUUID().toString(), "orphan", archive).statusCode(404);
    Api.get("/api/v1/projects/" + UUID.randomUUID() + "/datasets").statusCode(404);
    requireNothingStored(project);
  }

  @Test
  void acceptsEveryImageFormat() {
    var project = Api.project();
    var archive =
        aDataset()
            .file("train/letter/a.JPG", image("jpg", 640, 480))
            .file("train/letter/b.jpe", image("jpg", 64, 48))
            .file("train/letter/c.bmp", image("bmp", 64, 48))
            .file("train/letter/d.dib", image("bmp", 64, 40))
            .file("train/letter/e.tiff", image("tiff", 640, 480))
            .file("train/letter/f.tif", image("tiff", 64, 48))
            .bytes();
    Api.upload(project, "formats", archive)
        .statusCode(201)
        .body("classes.find { it.name == 'letter' }.trainImages", is(8), "warnings", empty());
  }

  @Test
  void keepsDatasetThatTemplateNamesAndProjectThatHoldsIt() {
    var project = Api.project();
    String dataset = Api.upload(project, "named", aDataset().bytes()).extract().path("id");
    String template =
        Api.createTemplate(
                project,
                Map.of(
                    "name",
                    "uses-it",
                    "modelType",
                    "classifier",
                    "baseModel",
                    FakeRegistryResource.KNOWN,
                    "datasetId",
                    dataset))
            .statusCode(201)
            .extract()
            .path("id");
    Api.delete("/api/v1/datasets/" + dataset)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:dataset-in-use"), "templateId", is(template));
    Api.delete("/api/v1/projects/" + project)
        .statusCode(409)
        .body("datasets", is(1), "templates", is(1));
    Api.delete("/api/v1/templates/" + template).statusCode(204);
    Api.delete("/api/v1/datasets/" + dataset).statusCode(204);
    Api.delete("/api/v1/projects/" + project).statusCode(204);
  }

  private void requireNothingStored(String project) {
    Api.get("/api/v1/projects/" + project + "/datasets").body("items", hasSize(0));
    assertThat(stored.keysOf(project)).isEmpty();
    assertThat(stored.ownerless(project)).isZero();
    assertThat(stored.temporaryFiles()).isEmpty();
  }

  private static void refusesOtherMediaType(String project, byte[] archive) {
    ValidatableResponse answer =
        given()
            .contentType("application/octet-stream")
            .body(archive)
            .post("/api/v1/projects/{id}/datasets?name=x", project)
            .then();
    answer.statusCode(415).contentType("application/problem+json");
  }

  private static Arguments refused(String what, byte[] archive, String field, String message) {
    return Arguments.of(what, archive, field, message);
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new java.util.Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
