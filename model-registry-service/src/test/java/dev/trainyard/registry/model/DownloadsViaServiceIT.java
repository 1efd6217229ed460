package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.RegistryClient.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.registry.OtherSettings;
import dev.trainyard.registry.archive.TestArchives;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A registry whose storage is out of the clients' reach. */
@RegistryTest
@TestProfile(OtherSettings.class)
class DownloadsViaServiceIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @Test
  void sendsArchivesItselfUnlessAskedOtherwise() {
    var model = RegistryClient.ready(ModelRequests.aModel(), ARCHIVE).getString("id");
    String baseModel =
        given()
            .contentType(ContentType.JSON)
            .body(Map.of("name", "near-" + UUID.randomUUID(), "modelId", model))
            .post("/api/v1/base-models")
            .then()
            .statusCode(201)
            .extract()
            .path("id");

    for (var path : new String[] {"/models/" + model, "/base-models/" + baseModel}) {
      assertThat(get(path + "/archive").statusCode(200).extract().asByteArray()).isEqualTo(ARCHIVE);
      get(path + "/archive?via=storage").statusCode(307);
    }
  }
}
