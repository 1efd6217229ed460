package dev.trainyard.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class ProtocolIT {
  @TestHTTPResource("/api/v1/projects")
  URI projects;

  /** Its body would be held in memory, however large: the switch has no flow control. */
  @Test
  void answersARequestThatAsksForHttp2WithHttp1() throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    var response =
        client.send(
            HttpRequest.newBuilder(projects)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString("{\"name\": \"%s\"}".formatted(Api.uniqueName("http"))))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }
}
