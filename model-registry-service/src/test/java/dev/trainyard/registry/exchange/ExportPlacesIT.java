package dev.trainyard.registry.exchange;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.kit.testing.Logged;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports to clients that take their time. */
@RegistryTest
class ExportPlacesIT {
  @TempDir Path folder;
  @Inject RegistryConfig config;

  @Test
  void sendsOthersAwayWhileClientsHoldAllPlaces() throws Exception {
    var archive = Files.readAllBytes(new RealModel(folder).archive());
    var id = ready(aModel(), archive).getString("id");
    var path = "/api/v1/models/" + id + "/export";
    for (var index = 0; index <= config.exportsAtOnce(); index++) {
      given().head(path).then().statusCode(200);
    }
    var clients = new ArrayList<Socket>();
    try (var logged = new Logged()) {
      for (var index = 0; index < config.exportsAtOnce(); index++) {
        clients.add(begun(path));
      }

      get("/models/" + id + "/export")
          .statusCode(503)
          .header("Retry-After", equalTo("10"))
          .body("type", endsWith("busy"));
      leave(clients);
      Awaitility.await().until(() -> logged.has("Answer broken off"));
      assertThat(logged.errors()).isEmpty();
    } finally {
      leave(clients);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ExchangeClient.export(id, folder.resolve("export.zip")).statusCode() == 200);
  }

  private static void leave(List<Socket> clients) throws IOException {
    for (var client : clients) {
      client.close();
    }
  }

  /** Reads the first byte of an export, and no more. */
  private static Socket begun(String path) throws IOException {
    var client = new Socket("localhost", RestAssured.port);
    var request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
            .formatted(path, Tokens.bearer("admin"));
    client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    assertThat(client.getInputStream().read()).isEqualTo('H');
    return client;
  }
}
