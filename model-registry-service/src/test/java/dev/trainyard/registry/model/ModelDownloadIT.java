package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.delete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.kit.testing.SlowClient;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.archive.TestArchives;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Archives through the service, for clients that cannot reach the storage. */
@RegistryTest
class ModelDownloadIT {
  private static final byte[] ARCHIVE = TestArchives.valid();
  private static final String DIGEST = TestArchives.sha256(ARCHIVE);
  private static final String TAG = "\"" + DIGEST + "\"";

  @TestHTTPResource URI service;

  @Test
  void sendsTheWholeWithNameSizeAndDigest() {
    var id = ready(aModel().with("name", "Договор"), ARCHIVE).getString("id");

    var body =
        fetch(id, Map.of("Accept", "application/zip"))
            .statusCode(200)
            .header("Content-Type", equalTo("application/zip"))
            .header("Content-Length", equalTo(String.valueOf(ARCHIVE.length)))
            .header("ETag", equalTo(TAG))
            .header("Accept-Ranges", equalTo("bytes"))
            .header("Repr-Digest", equalTo("sha-256=:" + base64(DIGEST) + ":"))
            .header("Digest", equalTo("sha-256=" + base64(DIGEST)))
            .header(
                "Content-Disposition",
                equalTo(
                    "attachment; filename*=UTF-8''"
                        + "%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80-v1.zip"))
            .extract()
            .asByteArray();

    assertThat(body).isEqualTo(ARCHIVE);
  }

  @Test
  void tellsSizeAndDigestWithoutTheContent() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    given()
        .head("/api/v1/models/" + id + "/archive")
        .then()
        .statusCode(200)
        .header("Content-Length", equalTo(String.valueOf(ARCHIVE.length)))
        .header("ETag", equalTo(TAG));
  }

  @Test
  void goesOnWhereADownloadBroke() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    var had = ARCHIVE.length / 3;

    var rest =
        fetch(id, Map.of("Range", "bytes=" + had + "-", "If-Range", TAG))
            .statusCode(206)
            .header(
                "Content-Range",
                equalTo("bytes %d-%d/%d".formatted(had, ARCHIVE.length - 1, ARCHIVE.length)))
            .extract()
            .asByteArray();

    assertThat(rest).isEqualTo(Arrays.copyOfRange(ARCHIVE, had, ARCHIVE.length));
  }

  @Test
  void sendsTheWholeToWhoHasPartOfAnother() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    var body =
        fetch(id, Map.of("Range", "bytes=10-", "If-Range", "\"0123\""))
            .statusCode(200)
            .extract()
            .asByteArray();

    assertThat(body).isEqualTo(ARCHIVE);
  }

  @Test
  void sendsNothingToWhoHasIt() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    var body =
        fetch(id, Map.of("If-None-Match", "\"0123\", W/" + TAG))
            .statusCode(304)
            .header("ETag", equalTo(TAG))
            .extract()
            .asByteArray();

    assertThat(body).isEmpty();
  }

  @Test
  void refusesARangeBehindTheEndAndSaysWhereThatIs() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    fetch(id, Map.of("Range", "bytes=" + ARCHIVE.length + "-"))
        .statusCode(416)
        .header("Content-Range", equalTo("bytes */" + ARCHIVE.length))
        .body("type", endsWith("range-not-satisfiable"))
        .body("sizeBytes", equalTo(ARCHIVE.length));
  }

  @Test
  void refusesAWayThatThereIsNot() {
    var id = ready(aModel(), ARCHIVE).getString("id");

    get("/models/" + id + "/archive?via=pigeon")
        .statusCode(400)
        .body("violations[0].field", equalTo("via"))
        .body("violations[0].message", containsString("storage or service"));
  }

  @Test
  void aDownloadThatBeganBeforeTheDeletionEndsWholeAndLaterOnesFindNothing() throws Exception {
    var archive = TestArchives.large();
    var id = ready(aModel(), archive).getString("id");
    try (var client =
        new SlowClient(
            service.resolve("/api/v1/models/" + id + "/archive?via=service"),
            Tokens.bearer("admin"))) {
      client.readHead();

      delete(id).statusCode(204);

      assertThat(client.readBody(archive.length)).isEqualTo(archive);
    }
    fetch(id, Map.of()).statusCode(404);
  }

  @Test
  void racingDownloadsAndDeletionEndWithTheWholeOrWithNothing() throws Exception {
    var outcomes = new TreeMap<Integer, AtomicInteger>();
    for (var round = 0; round < 5; round++) {
      var id = ready(aModel(), ARCHIVE).getString("id");
      var turn = new AtomicInteger();
      Race.atOnce(
          8,
          () -> {
            if (turn.getAndIncrement() == 4) {
              delete(id).statusCode(204);
              return null;
            }
            var answer = fetch(id, Map.of()).extract();
            if (answer.statusCode() == 200) {
              assertThat(answer.asByteArray()).isEqualTo(ARCHIVE);
            }
            synchronized (outcomes) {
              outcomes
                  .computeIfAbsent(answer.statusCode(), status -> new AtomicInteger())
                  .incrementAndGet();
            }
            return null;
          });
      fetch(id, Map.of()).statusCode(404);
    }
    assertThat(outcomes.keySet()).isSubsetOf(200, 404);
  }

  private static ValidatableResponse fetch(String id, Map<String, String> headers) {
    return given()
        .headers(headers)
        .queryParam("via", "service")
        .get("/api/v1/models/" + id + "/archive")
        .then();
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
