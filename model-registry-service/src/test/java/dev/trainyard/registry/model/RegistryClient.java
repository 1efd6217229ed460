package dev.trainyard.registry.model;

import static io.restassured.RestAssured.given;

import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.archive.TestArchives;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** What an agent and a user do, over HTTP. */
public final class RegistryClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private RegistryClient() {}

  public static ValidatableResponse register(ModelRequests request) {
    return given().contentType(ContentType.JSON).body(request.body()).post("/api/v1/models").then();
  }

  public static JsonPath registered(ModelRequests request) {
    return register(request).statusCode(201).extract().jsonPath();
  }

  /** Uploads without any credentials but the URL, if it is not one of the registry itself. */
  public static void upload(String url, byte[] archive) {
    var registry = URI.create("http://localhost:" + RestAssured.port);
    var address = registry.resolve(url);
    var request =
        HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.ofByteArray(archive));
    if (address.getAuthority().equals(registry.getAuthority())) {
      request.header("Authorization", Tokens.bearer("admin"));
    }
    var response = send(request.build());
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError("upload answered " + response.statusCode());
    }
  }

  public static HttpResponse<byte[]> download(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET().build());
  }

  public static ValidatableResponse complete(String id, byte[] archive) {
    return complete(id, TestArchives.sha256(archive), archive.length);
  }

  public static ValidatableResponse complete(String id, String sha256, long sizeBytes) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("sha256", sha256, "sizeBytes", sizeBytes))
        .post("/api/v1/models/" + id + "/complete")
        .then();
  }

  /** Registers, uploads and completes. */
  public static JsonPath ready(ModelRequests request, byte[] archive) {
    var model = registered(request);
    upload(model.getString("upload.url"), archive);
    return complete(model.getString("id"), archive).statusCode(200).extract().jsonPath();
  }

  public static ValidatableResponse get(String path) {
    return given().urlEncodingEnabled(false).redirects().follow(false).get("/api/v1" + path).then();
  }

  /** Changes a model as it is now. */
  public static ValidatableResponse update(String id, Map<String, ?> body) {
    return given()
        .contentType(ContentType.JSON)
        .header("If-Match", get("/models/" + id).extract().header("ETag"))
        .body(body)
        .put("/api/v1/models/" + id)
        .then();
  }

  /** Points an alias at a model. */
  public static ValidatableResponse point(String alias, String id) {
    return given().put("/api/v1/models/{id}/aliases/{alias}", id, alias).then();
  }

  /** Takes an alias away from a model. */
  public static ValidatableResponse takeAway(String alias, String id) {
    return given().delete("/api/v1/models/{id}/aliases/{alias}", id, alias).then();
  }

  public static ValidatableResponse delete(String id) {
    return given().delete("/api/v1/models/" + id).then();
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
