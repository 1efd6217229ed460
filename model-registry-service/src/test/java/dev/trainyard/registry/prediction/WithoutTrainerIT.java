package dev.trainyard.registry.prediction;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.trainyard.registry.OtherSettings;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** A registry that cannot try models. */
@RegistryTest
@TestProfile(OtherSettings.class)
class WithoutTrainerIT {
  @Test
  void saysWhatToSetSoThatModelsCanBeTried() {
    var model = RegistryClient.ready(ModelRequests.aModel(), TestArchives.valid()).getString("id");

    given()
        .contentType("image/png")
        .body(new byte[] {1})
        .post("/api/v1/models/" + model + "/predict")
        .then()
        .statusCode(501)
        .contentType("application/problem+json")
        .body("type", endsWith("prediction-not-configured"))
        .body(
            "detail",
            allOf(
                containsString("trainyard.registry.prediction.trainer-jar"),
                containsString("trainyard.registry.prediction.trainer-command")));
  }
}
