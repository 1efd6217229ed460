package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import dev.trainyard.kit.testing.SlowClient;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives on their way to clients, from the storage and through the service. */
@QuarkusTest
@Backends
class DatasetDownloadIT {
  private static final byte[] ARCHIVE = aDataset().bytes();
  private static final String LENGTH = String.valueOf(ARCHIVE.length);
  private static final byte[] DIGEST = sha256(ARCHIVE);
  private static final String TAG = '"' + HexFormat.of().formatHex(DIGEST) + '"';
  private static final String BASE64 = Base64.getEncoder().encodeToString(DIGEST);

  /** What a client has when its download breaks. */
  private static final int HAD = ARCHIVE.length / 3;

  private static final byte[] REST = Arrays.copyOfRange(ARCHIVE, HAD, ARCHIVE.length);
  private static final String REST_RANGE =
      "bytes %d-%d/%d".formatted(HAD, ARCHIVE.length - 1, ARCHIVE.length);

  @Inject StoredObjects stored;
  @TestHTTPResource URI service;

  private String project;

  @BeforeEach
  void createProject() {
    project = Api.project();
  }

  @Test
  void tellsNameSizeAndDigestOfWhatItSends() {
    var id = dataset("Договор", ARCHIVE);

    var body =
        fetch(id, Map.of())
            .statusCode(200)
            .header("Content-Type", is("application/zip"))
            .header("Content-Length", is(LENGTH))
            .header("ETag", is(TAG))
            .header("Accept-Ranges", is("bytes"))
            .header("Repr-Digest", is("sha-256=:" + BASE64 + ":"))
            .header(
                "Content-Disposition",
                is(
                    "attachment; filename*=UTF-8''"
                        + "%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80-v1.zip"))
            .extract()
            .asByteArray();

    assertThat(body).isEqualTo(ARCHIVE);
    given()
        .head(path(id))
        .then()
        .statusCode(200)
        .header("Content-Length", is(LENGTH))
        .header("ETag", is(TAG))
        .header("Repr-Digest", is("sha-256=:" + BASE64 + ":"));
  }

  @Test
  void goesOnWhereADownloadBrokeUnlessItWasOfAnother() {
    var id = dataset("pages", ARCHIVE);
    var range = "bytes=" + HAD + "-";

    var rest =
        fetch(id, Map.of("Range", range, "If-Range", TAG))
            .statusCode(206)
            .header("Content-Range", is(REST_RANGE))
            .extract();
    assertThat(rest.asByteArray()).isEqualTo(REST);

    var whole = fetch(id, Map.of("Range", range, "If-Range", "\"0123\"")).statusCode(200).extract();
    assertThat(whole.asByteArray()).isEqualTo(ARCHIVE);

    fetch(id, Map.of("Range", "bytes=" + LENGTH + "-"))
        .statusCode(416)
        .header("Content-Range", is("bytes */" + LENGTH))
        .body("type", endsWith("range-not-satisfiable"));
  }

  @Test
  void goesOnFromTheStorageToo() {
    var answer =
        given()
            .auth()
            .none()
            .urlEncodingEnabled(false)
            .header("Range", "bytes=" + HAD + "-")
            .get(location(dataset("pages", ARCHIVE)))
            .then()
            .statusCode(206)
            .header("Content-Range", is(REST_RANGE))
            .extract();
    assertThat(answer.asByteArray()).isEqualTo(REST);
  }

  @Test
  void downloadsThatBeganBeforeTheDeletionEndWholeAndLaterOnesFindNothing() throws IOException {
    var archive = largeArchive();
    var id = dataset("large", archive);
    var location = location(id);
    try (var throughService =
            new SlowClient(service.resolve(path(id) + "?via=service"), Tokens.bearer("admin"));
        var fromStorage = new SlowClient(URI.create(location), "")) {
      throughService.readHead();
      fromStorage.readHead();

      Api.delete("/api/v1/datasets/" + id).statusCode(204);
      assertThat(stored.keysOf(project)).isEmpty();

      assertThat(throughService.readBody(archive.length)).isEqualTo(archive);
      assertThat(fromStorage.readBody(archive.length)).isEqualTo(archive);
    }
    fetch(id, Map.of()).statusCode(404);
    given().auth().none().urlEncodingEnabled(false).get(location).then().statusCode(404);
  }

  private String dataset(String name, byte[] archive) {
    return Api.upload(project, name, archive).statusCode(201).extract().path("id");
  }

  private static ValidatableResponse fetch(String id, Map<String, String> headers) {
    return given().headers(headers).queryParam("via", "service").get(path(id)).then();
  }

  /** The URL of the storage to which a client is sent. */
  private static String location(String id) {
    return Api.get(path(id)).statusCode(307).extract().header("Location");
  }

  private static String path(String id) {
    return "/api/v1/datasets/" + id + "/content";
  }

  /** More than the buffers between client and storage hold. */
  private static byte[] largeArchive() {
    var notes = new byte[11 << 20];
    new Random(1).nextBytes(notes);
    return aDataset().file("notes.bin", notes).bytes();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
