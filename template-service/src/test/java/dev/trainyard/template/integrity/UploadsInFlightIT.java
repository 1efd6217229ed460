package dev.trainyard.template.integrity;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whichever way a dataset comes, what is stored of it meanwhile looks like an orphan. */
@QuarkusTest
@Backends
@TestProfile(DatasetIntegrityIT.AnyAge.class)
class UploadsInFlightIT {
  private static final byte[] ARCHIVE = aDataset().bytes();

  /** As many as the service receives at a time. */
  private static final int CLIENTS = 4;

  private static final int ROUNDS = 8;

  private String project;

  @BeforeEach
  void createProject() {
    project = Api.project();
  }

  @Test
  void endReadyAndIntactHoweverOftenTheStorageIsReconciled() throws Exception {
    // Threads of their own: the common pool belongs to the service's storage client too.
    var clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      var datasets =
          IntStream.range(0, ROUNDS)
              .boxed()
              .flatMap(round -> waysToUpload())
              .map(way -> CompletableFuture.supplyAsync(way, clients))
              .toList();
      var all = CompletableFuture.allOf(datasets.toArray(CompletableFuture[]::new));
      while (!all.isDone()) {
        var answer = given().queryParam("force", true).post("/api/v1/datasets/reconciliation");
        // 409: one that was due by itself is running, and does the same.
        assertThat(answer.statusCode()).isIn(200, 409);
      }
      all.get();
      for (var dataset : datasets) {
        given().post(path(dataset.get()) + "/integrity").then().body("state", equalTo("INTACT"));
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private Stream<Supplier<String>> waysToUpload() {
    return Stream.of(
        () -> Api.upload(project, "whole", ARCHIVE).statusCode(201).extract().path("id"),
        () ->
            ready(Api.uploadAsync(project, "later", ARCHIVE).statusCode(202).extract().path("id")),
        this::inParts,
        this::imageByImage);
  }

  private String inParts() {
    var id = begin(Map.of("name", "parts", "sizeBytes", ARCHIVE.length));
    String url = Api.get(path(id) + "/upload/urls?from=1&to=1").extract().path("parts[0].url");
    given().auth().none().urlEncodingEnabled(false).body(ARCHIVE).put(url).then().statusCode(200);
    return completed(id);
  }

  private String imageByImage() {
    var id = begin(Map.of("name", "images", "kind", "IMAGES"));
    var height = 8;
    for (var set : new String[] {"train", "test"}) {
      for (var label : new String[] {"letter", "invoice"}) {
        given()
            .contentType("image/png")
            .body(image("png", 16, height++))
            .put(path(id) + "/images/" + label + "/0.png?set=" + set)
            .then()
            .statusCode(201);
      }
    }
    return completed(id);
  }

  private String begin(Map<String, Object> request) {
    return Api.post("/api/v1/projects/" + project + "/datasets/uploads", request)
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static String completed(String id) {
    given().post(path(id) + "/upload/complete").then().statusCode(202);
    return ready(id);
  }

  private static String ready(String id) {
    Api.awaitStatus(id, "READY");
    return id;
  }

  private static String path(String id) {
    return "/api/v1/datasets/" + id;
  }
}
