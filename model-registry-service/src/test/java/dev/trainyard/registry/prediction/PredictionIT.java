package dev.trainyard.registry.prediction;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;

import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.Race;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tries of models, with a trainer that is played. */
@RegistryTest
class PredictionIT {
  private static final Set<String> VARIABLES =
      Set.of("PATH", "LANG", "HOME", "TMPDIR", "ENGINE_CACHE_DIR", "PWD", "OLDPWD", "SHLVL", "_");

  @Inject RegistryConfig config;

  private byte[] archive;
  private String model;

  @BeforeEach
  void make() {
    archive = TestArchives.with(Map.of("mark", UUID.randomUUID().toString()));
    model = RegistryClient.ready(aModel(), archive).getString("id");
  }

  @Test
  void tellsClassesAndIsQuickerTheSecondTime() throws Exception {
    predict("an image")
        .statusCode(200)
        .body("modelId", equalTo(model))
        .body("classes.name", contains("invoice", "bytes-" + archive.length, "letter"))
        .body("classes[0].score", equalTo(0.25f))
        .body("tookMs", greaterThan(0))
        .body("archiveWasHere", equalTo(false));
    given()
        .contentType("image/png")
        .body("an image".getBytes("UTF-8"))
        .post("/api/v1/models/" + model + "/predict?top=1")
        .then()
        .statusCode(200)
        .body("classes.name", contains("invoice"))
        .body("archiveWasHere", equalTo(true));
    requireNothingLeft();
  }

  @Test
  void saysWhatIsWrongWithTheImageOrTheTrainer() throws Exception {
    predict(FakePredictor.UNREADABLE)
        .statusCode(422)
        .body("violations[0].field", equalTo("image"))
        .body("violations[0].message", equalTo("is no image"));
    predict("").statusCode(422);
    predict(FakePredictor.FAIL)
        .statusCode(502)
        .body("type", endsWith("prediction-failed"))
        .body("detail", containsString("too tired"));
    predict(FakePredictor.DIE)
        .statusCode(502)
        .body("detail", containsString("trainyard.registry.prediction.memory-limit"));
    requireNothingLeft();
  }

  @Test
  void showsTheTrainerNothingOfTheServicesEnvironment() {
    List<String> names =
        predict(FakePredictor.ENVIRONMENT).statusCode(200).extract().path("classes.name");

    assertThat(names).contains("TMPDIR").isSubsetOf(VARIABLES);
  }

  @Test
  void endsWhatHangsAndSendsOthersAwayMeanwhile() throws Exception {
    var hanging =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Race.atOnce(2, () -> predict(FakePredictor.HANG).extract().statusCode());
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> children() == 2);
    predict("x")
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("type", endsWith("busy"));

    assertThat(hanging.join()).containsOnly(504);
    assertThat(children()).isZero();
    requireNothingLeft();
    predict("x").statusCode(200);
  }

  @Test
  void refusesWhatItDoesNotTake() throws Exception {
    given()
        .contentType("application/pdf")
        .body("x".getBytes("UTF-8"))
        .post("/api/v1/models/" + model + "/predict")
        .then()
        .statusCode(415);
    given()
        .contentType("image/jpeg")
        .body(new byte[(2 << 20) + 1])
        .post("/api/v1/models/" + model + "/predict")
        .then()
        .statusCode(413)
        .body("limitBytes", equalTo(2 << 20));
    given()
        .contentType("image/jpeg")
        .body("x".getBytes("UTF-8"))
        .post("/api/v1/models/" + model + "/predict?top=0")
        .then()
        .statusCode(400);
    given()
        .contentType("image/jpeg")
        .body("x".getBytes("UTF-8"))
        .post("/api/v1/models/" + UUID.randomUUID() + "/predict")
        .then()
        .statusCode(404);
    requireNothingLeft();
  }

  @Test
  void keepsOnlySoManyArchives() throws Exception {
    for (int tried = 0; tried < 4; tried++) {
      make();
      predict("x").statusCode(200).body("archiveWasHere", equalTo(false));
    }

    try (var files = Files.list(config.workDirectory().resolve("tried"))) {
      assertThat(files.mapToLong(PredictionIT::size).sum())
          .isPositive()
          .isLessThanOrEqualTo(config.prediction().cacheSize().asLongValue());
    }
    predict("x").body("archiveWasHere", equalTo(true));
  }

  /** How many hanging workers there are, by their children. */
  private static long children() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.endsWith("sleep " + FakePredictor.CHILD))
                    .isPresent())
        .count();
  }

  private ValidatableResponse predict(String image) {
    return given()
        .contentType("image/jpeg")
        .body(image.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/api/v1/models/" + model + "/predict")
        .then();
  }

  private void requireNothingLeft() throws IOException {
    try (var files = Files.list(config.workDirectory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("upload"));
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
