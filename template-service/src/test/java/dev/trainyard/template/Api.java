package dev.trainyard.template;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** The service as a client sees it. */
public final class Api {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private Api() {}

  /** A name that no other test uses. */
  public static String uniqueName(String prefix) {
    return prefix + "-" + NUMBERS.incrementAndGet();
  }

  /** Creates a project and returns its id. */
  public static String project() {
    return post("/api/v1/projects", Map.of("name", uniqueName("project")))
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Uploads an archive under a name that needs no escaping. */
  public static ValidatableResponse upload(String projectId, String name, byte[] archive) {
    return given()
        .contentType("application/zip")
        .queryParam("name", name)
        .body(archive)
        .post("/api/v1/projects/{id}/datasets", projectId)
        .then();
  }

  /** The same without waiting for the check. */
  public static ValidatableResponse uploadAsync(String projectId, String name, byte[] archive) {
    return given()
        .contentType("application/zip")
        .header("Prefer", "handling=strict, respond-async; wait=1")
        .queryParam("name", name)
        .body(archive)
        .post("/api/v1/projects/{id}/datasets", projectId)
        .then();
  }

  /** Waits until a dataset has this status. */
  public static ValidatableResponse awaitStatus(String datasetId, String status) {
    var path = "/api/v1/datasets/" + datasetId;
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(path).extract().path("status").equals(status));
    return get(path);
  }

  public static ValidatableResponse createTemplate(String projectId, Map<String, Object> request) {
    return post("/api/v1/projects/" + projectId + "/templates", request);
  }

  public static ValidatableResponse post(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).post(path).then();
  }

  public static ValidatableResponse put(String path, String ifMatch, Object body) {
    return given()
        .contentType(ContentType.JSON)
        .header("If-Match", ifMatch)
        .body(body)
        .put(path)
        .then();
  }

  public static ValidatableResponse get(String path) {
    return getRaw(path).then();
  }

  public static ValidatableResponse delete(String path) {
    return given().delete(path).then();
  }

  private static Response getRaw(String path) {
    return given().redirects().follow(false).get(path);
  }
}
