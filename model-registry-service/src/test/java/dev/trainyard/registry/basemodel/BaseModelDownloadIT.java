package dev.trainyard.registry.basemodel;

import static dev.trainyard.registry.basemodel.BaseModelClient.uniqueName;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.testing.SlowClient;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Archives of base models through the service. */
@RegistryTest
class BaseModelDownloadIT {
  private static final byte[] ARCHIVE = TestArchives.valid();
  private static final String TAG = "\"" + TestArchives.sha256(ARCHIVE) + "\"";

  @TestHTTPResource URI service;
  @Inject StoredBaseModels stored;
  @Inject ObjectDisposal disposal;

  @Test
  void sendsTheWholeAndTheRestOfIt() {
    var name = uniqueName("sent");
    var id = of(name, ARCHIVE);
    int had = ARCHIVE.length / 3;

    var whole =
        fetch(id, Map.of())
            .statusCode(200)
            .header("Content-Type", equalTo("application/zip"))
            .header("Content-Disposition", containsString(name + ".zip"))
            .header("ETag", equalTo(TAG))
            .extract()
            .asByteArray();
    var rest =
        fetch(id, Map.of("Range", "bytes=" + had + "-", "If-Range", TAG))
            .statusCode(206)
            .header(
                "Content-Range",
                equalTo("bytes %d-%d/%d".formatted(had, ARCHIVE.length - 1, ARCHIVE.length)))
            .extract()
            .asByteArray();

    assertThat(whole).isEqualTo(ARCHIVE);
    assertThat(rest).isEqualTo(Arrays.copyOfRange(ARCHIVE, had, ARCHIVE.length));
    fetch(id, Map.of("Range", "bytes=" + ARCHIVE.length + "-"))
        .statusCode(416)
        .header("Content-Range", equalTo("bytes */" + ARCHIVE.length));
  }

  @Test
  void tellsSizeAndDigestWithoutTheContent() {
    var id = of(uniqueName("asked"), ARCHIVE);

    given()
        .head(BaseModelClient.PATH + "/" + id + "/archive")
        .then()
        .statusCode(200)
        .header("Content-Length", equalTo(String.valueOf(ARCHIVE.length)))
        .header("ETag", equalTo(TAG));
  }

  @Test
  void aDownloadThatBeganBeforeTheDeletionEndsWholeHoweverSoonTheArchiveGoes() throws Exception {
    var archive = TestArchives.large();
    var id = of(uniqueName("going"), archive);
    var key = stored.keys().stream().filter(each -> each.contains(id)).findFirst().orElseThrow();
    try (var client =
        new SlowClient(
            service.resolve("/api/v1/base-models/" + id + "/archive?via=service"),
            Tokens.bearer("admin"))) {
      client.readHead();

      BaseModelClient.delete(id).statusCode(204);
      stored.update("UPDATE object_disposal SET not_before = now() WHERE object_key = ?", key);
      disposal.removeDue();

      assertThat(stored.keys()).doesNotContain(key);
      assertThat(client.readBody(archive.length)).isEqualTo(archive);
    }
    fetch(id, Map.of()).statusCode(404);
  }

  private static String of(String name, byte[] archive) {
    var model = RegistryClient.ready(ModelRequests.aModel(), archive).getString("id");
    return BaseModelClient.create(name, model).statusCode(201).extract().path("id");
  }

  private static ValidatableResponse fetch(String id, Map<String, String> headers) {
    return given()
        .headers(headers)
        .queryParam("via", "service")
        .get(BaseModelClient.PATH + "/" + id + "/archive")
        .then();
  }
}
