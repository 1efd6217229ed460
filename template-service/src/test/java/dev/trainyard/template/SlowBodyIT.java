package dev.trainyard.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.Logged;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that send so slowly that they would keep what others need. */
@QuarkusTest
@Backends
class SlowBodyIT {
  /** More than there are threads for requests. */
  private static final int CLIENTS = 300;

  @Inject StoredObjects stored;

  @Test
  void isNotKeptFromItsWorkByBodiesThatDoNotEnd() throws IOException {
    var clients = new ArrayList<Socket>();
    try (var logged = new Logged()) {
      for (var number = 0; number < CLIENTS; number++) {
        clients.add(begin("/api/v1/projects", "application/json", 100, "{\"name\":"));
      }
      Api.post("/api/v1/projects", "{\"name\": \"%s\"}".formatted(Api.uniqueName("quick")))
          .statusCode(201);
      for (var client : clients) {
        var answer = readToTheEnd(client);
        assertThat(answer)
            .startsWith("HTTP/1.1 408")
            .contains("urn:trainyard:problem:request-timeout");
      }
      assertThat(logged.errors()).isEmpty();
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  @Test
  void putsOffWhatWouldFillItsMemoryAndTakesItLater() throws IOException {
    var clients = new ArrayList<Socket>();
    try {
      for (var number = 0; number < 10; number++) {
        clients.add(begin("/api/v1/projects", "application/json", 1_000_000, " ".repeat(999_999)));
      }
      var answers = new ArrayList<String>();
      for (var client : clients) {
        answers.add(readToTheEnd(client));
      }
      assertThat(answers)
          .anyMatch(answer -> answer.startsWith("HTTP/1.1 503") && answer.contains("Retry-After"))
          .filteredOn(answer -> answer.startsWith("HTTP/1.1 408"))
          .hasSizeGreaterThan(4);
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
    Api.post(
            "/api/v1/projects",
            " ".repeat(900_000) + "{\"name\": \"%s\"}".formatted(Api.uniqueName("later")))
        .statusCode(201);
  }

  @Test
  void answersAClientThatIsStillSending() throws IOException {
    var tooMuch = 8_000_000;
    try (var client = begin("/api/v1/projects", "application/json", tooMuch, " ".repeat(tooMuch))) {
      assertThat(readToTheEnd(client))
          .startsWith("HTTP/1.1 413")
          .contains("urn:trainyard:problem:payload-too-large");
    }
  }

  @Test
  void givesUpAnUploadThatDoesNotGetOn() throws IOException {
    var project = Api.project();
    try (var logged = new Logged();
        var client =
            begin(
                "/api/v1/projects/" + project + "/datasets?name=slow",
                "application/zip",
                1_000_000,
                "x".repeat(100))) {
      assertThat(readToTheEnd(client)).isEmpty();
      assertThat(logged.has("Upload too slow, given up")).isTrue();
      Awaitility.await().untilAsserted(() -> stored.requireNothingOf(project));
      assertThat(logged.errors()).isEmpty();
    }
  }

  private static Socket begin(String path, String type, int bytes, String first)
      throws IOException {
    var client = new Socket("localhost", RestAssured.port);
    client.setSoTimeout(60_000);
    var head =
        """
        POST %s HTTP/1.1
        Host: localhost
        Authorization: %s
        Content-Type: %s
        Content-Length: %d

        """
            .formatted(path, Tokens.bearer("admin"), type, bytes);
    client
        .getOutputStream()
        .write((head.replace("\n", "\r\n") + first).getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    return client;
  }

  private static String readToTheEnd(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
