package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives that clients send to the storage themselves. */
@QuarkusTest
@Backends
class PartsUploadIT {
  private static final int PART_BYTES = 5 << 20;

  /** Two parts. */
  private static final byte[] ARCHIVE =
      aDataset().file("notes.bin", random(PART_BYTES + 1000)).bytes();

  @Inject StoredObjects stored;

  private String project;

  @BeforeEach
  void createProject() {
    project = Api.project();
  }

  @Test
  void goesOnWithAnUploadThatWasBrokenOffAndEndsReady() throws Exception {
    var id = begin(ARCHIVE.length);
    Api.get(path(id))
        .body("status", is("UPLOADING"), "version", nullValue(), "sizeBytes", is(ARCHIVE.length))
        .body("upload.partBytes", is(PART_BYTES), "upload.parts", is(2))
        .body("upload.expiresAt", notNullValue());
    arrived(id).body("arrived", empty(), "missing", contains(1, 2));
    assertThat(send(id, 2)).isEqualTo(200);
    arrived(id).body("arrived", contains(2), "missing", contains(1));
    complete(id)
        .statusCode(422)
        .body("violations.field", contains("part 1"))
        .body("violations[0].message", containsString("has not arrived"));
    assertThat(send(id, 1)).isEqualTo(200);
    complete(id).statusCode(202);
    complete(id).statusCode(202);

    Api.awaitStatus(id, "READY")
        .body("version", is(1), "sizeBytes", is(ARCHIVE.length), "upload", nullValue());
    complete(id).statusCode(202).body("status", is("READY"));
    Api.get(path(id) + "/upload").statusCode(409).body("status", is("READY"));
    assertThat(stored.keysOf(project)).containsExactly(project + "/" + id + ".zip");
    Awaitility.await().untilAsserted(() -> assertThat(stored.keysBelow("uploads/" + id)).isEmpty());
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 2))
          .containsExactly(EventType.DATASET_UPLOADED, EventType.DATASET_READY);
    }
  }

  @Test
  void refusesPartsOfAnotherSizeUntilTheyAreSentAgain() throws Exception {
    var archive = anArchive().images("a", 3).images("b", 3).bytes();
    var id = begin(archive.length);
    put(urlOf(id, 1), Arrays.copyOf(archive, archive.length - 1));
    arrived(id).body("arrived", empty(), "missing", contains(1));
    complete(id)
        .statusCode(422)
        .body("datasetId", is(id))
        .body("violations[0].message", containsString("has " + (archive.length - 1) + " bytes"));
    put(urlOf(id, 1), archive);
    complete(id).statusCode(202);
    Api.awaitStatus(id, "READY").body("split.seed", is(7), "description", is("by hand"));
  }

  @Test
  void comparesWhatArrivesWithTheAnnouncedDigest() throws Exception {
    var archive = aDataset().bytes();
    var sent = new HashMap<>(request(archive.length));
    sent.put("sha256", "0".repeat(64));
    var id = begin(sent);
    put(urlOf(id, 1), archive);
    complete(id).statusCode(202);
    Api.awaitStatus(id, "REJECTED")
        .body("violations.field", contains("archive"))
        .body("violations[0].message", containsString("changed on the way: its SHA-256 is "));
    sent.put("sha256", sha256(archive));
    id = begin(sent);
    put(urlOf(id, 1), archive);
    complete(id).statusCode(202);
    Api.awaitStatus(id, "READY");
    sent.put("sha256", sha256(archive).toUpperCase(Locale.ROOT));
    Api.post("/api/v1/projects/" + project + "/datasets/uploads", sent)
        .statusCode(400)
        .body("violations.field", contains("sha256"));

    given()
        .contentType("application/zip")
        .queryParam("name", "whole")
        .queryParam("sha256", "1".repeat(64))
        .body(archive)
        .post("/api/v1/projects/{id}/datasets", project)
        .then()
        .statusCode(422)
        .body("violations[0].message", containsString("changed on the way"));
    given()
        .contentType("application/zip")
        .queryParam("name", "whole")
        .queryParam("sha256", sha256(archive))
        .body(archive)
        .post("/api/v1/projects/{id}/datasets", project)
        .then()
        .statusCode(201);
  }

  @Test
  void takesPartsOfClientsThatCannotReachTheStorage() throws Exception {
    var id = begin(ARCHIVE.length);
    String url =
        Api.get(path(id) + "/upload/urls?from=1&to=2&via=service")
            .statusCode(200)
            .body("parts[1].url", is(path(id) + "/upload/parts/2"))
            .extract()
            .path("parts[0].url");
    given().contentType("application/octet-stream").body(slice(1)).put(url).then().statusCode(204);
    arrived(id).body("arrived", contains(1), "missing", contains(2));
    given()
        .contentType("application/octet-stream")
        .body(slice(1))
        .put(path(id) + "/upload/parts/2")
        .then()
        .statusCode(400)
        .body("violations.field", contains("Content-Length"));
    given().body(slice(1)).put(path(id) + "/upload/parts/3").then().statusCode(400);
    given().body(slice(2)).put(path(id) + "/upload/parts/2").then().statusCode(204);
    complete(id).statusCode(202);
    Api.awaitStatus(id, "READY").body("sizeBytes", is(ARCHIVE.length));
    given()
        .body(slice(2))
        .put(path(id) + "/upload/parts/2")
        .then()
        .statusCode(409)
        .body("status", is("READY"));
    Api.get(path(id) + "/upload/urls?from=1&to=2&via=pigeon").statusCode(400);
  }

  @Test
  void rejectsWhatIsNoDataset() throws Exception {
    var archive = anArchive().images("train/a", 2).bytes();
    var id = begin(archive.length);
    put(urlOf(id, 1), archive);
    complete(id).statusCode(202);
    Api.awaitStatus(id, "REJECTED").body("violations.field", contains("test"));
    complete(id)
        .statusCode(202)
        .body("status", is("REJECTED"), "violations.field", contains("test"));
    Awaitility.await().untilAsserted(() -> stored.requireNothingStoredOf(project));
  }

  @Test
  void abortsAnUploadThatIsDeleted() throws Exception {
    var id = begin(ARCHIVE.length);
    send(id, 1);
    var url = urlOf(id, 2);
    Api.delete("/api/v1/projects/" + project).statusCode(409).body("datasets", is(1));
    Api.delete(path(id)).statusCode(204);
    Api.get(path(id) + "/upload").statusCode(404);
    complete(id).statusCode(404);
    put(url, slice(2));
    stored.requireNothingOf(project);
  }

  @Test
  void refusesBadRequests() {
    var uploads = "/api/v1/projects/" + project + "/datasets/uploads";
    Api.post(uploads, request(13 << 20)).statusCode(413).body("limitBytes", is(12 << 20));
    Api.post(uploads, Map.of("name", "x")).body("violations.field", contains("sizeBytes"));
    Api.post(uploads, request(0)).body("violations.field", contains("sizeBytes"));
    var share = new HashMap<>(request(1));
    share.put("testShare", 1);
    Api.post(uploads, share).statusCode(400).body("violations.field", contains("testShare"));
    Api.post("/api/v1/projects/" + UUID.randomUUID() + "/datasets/uploads", request(1))
        .statusCode(404);
    Api.get("/api/v1/projects/" + project + "/datasets").body("items", hasSize(0));

    var id = begin(ARCHIVE.length);
    for (var range : new String[] {"from=0&to=1", "from=3&to=3", "from=1&to=3", "from=2&to=1"}) {
      Api.get(path(id) + "/upload/urls?" + range).statusCode(400);
    }
    Api.get(path(id) + "/upload/urls").statusCode(400);
    Api.get(path(id) + "/content")
        .statusCode(409)
        .body("detail", containsString("end its upload, or delete it"));
    Api.delete(path(id)).statusCode(204);
  }

  private String begin(int sizeBytes) {
    return begin(request(sizeBytes));
  }

  private String begin(Map<String, Object> request) {
    return Api.post("/api/v1/projects/" + project + "/datasets/uploads", request)
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static Map<String, Object> request(int sizeBytes) {
    return Map.of("name", "parts", "sizeBytes", sizeBytes, "seed", 7, "description", "by hand");
  }

  private int send(String id, int number) throws Exception {
    return put(urlOf(id, number), slice(number));
  }

  private static byte[] slice(int number) {
    var from = (number - 1) * PART_BYTES;
    return Arrays.copyOfRange(ARCHIVE, from, Math.min(ARCHIVE.length, from + PART_BYTES));
  }

  private static String urlOf(String id, int number) {
    return Api.get(path(id) + "/upload/urls?from=" + number + "&to=" + number)
        .statusCode(200)
        .body("parts.number", contains(number), "expiresAt", notNullValue())
        .extract()
        .path("parts[0].url");
  }

  private static int put(String url, byte[] part) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(part))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static ValidatableResponse arrived(String id) {
    return Api.get(path(id) + "/upload").statusCode(200);
  }

  private static ValidatableResponse complete(String id) {
    return given().post(path(id) + "/upload/complete").then();
  }

  private static String path(String id) {
    return "/api/v1/datasets/" + id;
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
