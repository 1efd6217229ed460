package dev.trainyard.registry.basemodel;

import static io.restassured.RestAssured.given;

import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

/** What a user does with base models, over HTTP. */
final class BaseModelClient {
  static final String PATH = "/api/v1/base-models";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private BaseModelClient() {}

  /** An answer to an upload. */
  record Answer(int status, String contentType, String eTag, JsonPath body) {
    String violation() {
      return body.getString("violations[0].message");
    }
  }

  /**
   * @param query as it stands in the URL
   */
  static Answer upload(String query, BodyPublisher body) {
    return upload(query, "application/zip", body);
  }

  static Answer upload(String query, String contentType, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + PATH + "?" + query))
            .header("Authorization", Tokens.bearer("admin"))
            .header("Content-Type", contentType)
            .POST(body)
            .build();
    try {
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.headers().firstValue("ETag").orElse(null),
          JsonPath.from(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A base model of a trained model, which is smaller than one that can be uploaded; its id. */
  static String ofTrained(String name) {
    var model = RegistryClient.ready(ModelRequests.aModel(), TestArchives.valid()).getString("id");
    return create(name, model).statusCode(201).extract().path("id");
  }

  static ValidatableResponse create(String name, String modelId) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("name", name, "modelId", modelId))
        .post(PATH)
        .then();
  }

  static ValidatableResponse get(String id) {
    return given().get(PATH + "/" + id).then();
  }

  static ValidatableResponse named(String name) {
    return given().get(PATH + "?name={name}", name).then().statusCode(200);
  }

  static ValidatableResponse uses(String id) {
    return given().get(PATH + "/" + id + "/uses").then();
  }

  static ValidatableResponse delete(String id) {
    return given().delete(PATH + "/" + id).then();
  }

  static ValidatableResponse put(String id, String ifMatch, Map<String, Object> body) {
    var request = given().contentType(ContentType.JSON).body(body);
    return (ifMatch == null ? request : request.header("If-Match", ifMatch))
        .put(PATH + "/" + id)
        .then();
  }

  static ValidatableResponse rename(String id, String name) {
    return put(id, get(id).extract().header("ETag"), Map.of("name", name));
  }

  static String uniqueName(String start) {
    return start + "-" + UUID.randomUUID();
  }

  /** The archive, by way of the redirect. */
  static byte[] archive(String id) {
    var location =
        RegistryClient.get("/base-models/" + id + "/archive")
            .statusCode(307)
            .extract()
            .header("Location");
    return RegistryClient.download(location).body();
  }
}
