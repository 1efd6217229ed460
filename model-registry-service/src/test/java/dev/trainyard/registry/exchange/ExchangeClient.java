package dev.trainyard.registry.exchange;

import dev.trainyard.kit.testing.Tokens;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/** What a user does with exports, over HTTP. */
final class ExchangeClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ExchangeClient() {}

  record Answer(int status, JsonPath body) {
    String id() {
      return body.getString("id");
    }

    String violation() {
      return body.getString("violations[0].message");
    }
  }

  /**
   * Imports into a project.
   *
   * @param query as it stands in the URL, after the project
   * @param key null for none
   */
  static Answer send(UUID project, String query, String key, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(at("/models/import?projectId=" + project + "&" + query))
            .header("Authorization", Tokens.bearer("admin"))
            .header("Content-Type", "application/zip")
            .POST(body);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    var answer = exchange(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), JsonPath.from(answer.body()));
  }

  /** Exports into a file. */
  static HttpResponse<Path> export(String id, Path file) {
    return exchange(
        HttpRequest.newBuilder(at("/models/" + id + "/export"))
            .header("Authorization", Tokens.bearer("admin"))
            .build(),
        HttpResponse.BodyHandlers.ofFile(file));
  }

  private static URI at(String path) {
    return URI.create("http://localhost:" + RestAssured.port + "/api/v1" + path);
  }

  private static <T> HttpResponse<T> exchange(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
