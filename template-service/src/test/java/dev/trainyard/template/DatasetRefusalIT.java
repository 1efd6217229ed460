package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no dataset is refused by name, and nothing of it stays. */
@QuarkusTest
@Backends
class DatasetRefusalIT {
  @Inject StoredObjects stored;

  static Stream<Arguments> unusableArchives() {
    return Stream.of(
        refused("no zip", "not a zip at all".getBytes(), "archive", "is not a zip"),
        refused("empty body", new byte[0], "archive", "is not a zip"),
        refused("cut off zip", Arrays.copyOf(aDataset().bytes(), 300), "archive", "no"),
        refused(
            "text named .png",
            aDataset().file("train/letter/fake.png", "I am text").bytes(),
            "train/letter/fake.png",
            "is not a readable image"),
        refused(
            "cut off image",
            aDataset().file("test/letter/cut.png", Arrays.copyOf(image("png", 64, 64), 90)).bytes(),
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
  void refusesUnusableArchiveAndKeepsTheReasonsOnly(
      String what, byte[] archive, String field, String message) {
    var project = Api.project();
    String id =
        Api.upload(project, "refused", archive)
            .statusCode(422)
            .contentType("application/problem+json")
            .body(
                "type",
                is("urn:trainyard:problem:unprocessable"),
                "violations.field",
                hasItem(field),
                "violations.find { it.field == '" + field + "' }.message",
                containsString(message))
            .extract()
            .path("datasetId");
    stored.requireNothingStoredOf(project);
    Api.get("/api/v1/datasets/" + id)
        .body("status", is("REJECTED"), "version", nullValue(), "violations.field", hasItem(field));
    Api.get("/api/v1/datasets/" + id + "/content")
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:dataset-not-ready"))
        .body("detail", containsString("send what is mended"));
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
      assertThat(rejected.digest()).hasSize(64);
    }
  }

  @Test
  void refusesTooLargeArchiveWhileItArrives() throws Exception {
    var project = Api.project();
    var tooLarge = aDataset().file("train/letter/x.bin", random(13 << 20)).bytes();
    try (var client = new Socket("localhost", RestAssured.port)) {
      client.setSoTimeout(20_000);
      var head =
          """
          POST /api/v1/projects/%s/datasets?name=large HTTP/1.1
          Host: localhost
          Authorization: %s
          Content-Type: application/zip
          Content-Length: %d

          """
              .formatted(project, Tokens.bearer("admin"), tooLarge.length);
      client.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      // Before any of it was sent.
      assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 413");
    }
    // Chunked: the size is not announced.
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + RestAssured.port
                        + "/api/v1/projects/"
                        + project
                        + "/datasets?name=chunked"))
            .header("Authorization", Tokens.bearer("admin"))
            .header("Content-Type", "application/zip")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(tooLarge)))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    stored.requireNothingOf(project);
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
    stored.requireNothingOf(project);
  }

  private static void refusesOtherMediaType(String project, byte[] archive) {
    var answer =
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
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
