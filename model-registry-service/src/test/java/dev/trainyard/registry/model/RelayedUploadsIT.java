package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.PartsClient.ask;
import static dev.trainyard.registry.model.PartsClient.part;
import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.OtherSettings;
import dev.trainyard.registry.archive.TestArchives;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives of agents that cannot reach the storage. */
@RegistryTest
@TestProfile(OtherSettings.class)
class RelayedUploadsIT {
  /** Three parts. */
  private static final byte[] ARCHIVE = PartsClient.archive(1);

  @Inject ObjectStorage storage;

  private String id;
  private String content;

  @BeforeEach
  void register() {
    var model = registered(aModel());
    id = model.getString("id");
    content = model.getString("upload.url");
  }

  @Test
  void takesAWholeArchive() {
    assertThat(content).isEqualTo("/api/v1/models/" + id + "/upload/content");
    send(content, TestArchives.valid()).statusCode(204);
    complete(id, TestArchives.valid()).statusCode(200).body("status", equalTo("READY"));
    send(content, TestArchives.valid()).statusCode(409);
    given().get("/api/v1/models/" + id + "/archive").then().statusCode(200);
  }

  @Test
  void takesPartsInAnyOrderAndAgain() {
    var urls = PartsClient.urls(ask(id, ARCHIVE));
    assertThat(urls.get(2)).isEqualTo("/api/v1/models/" + id + "/upload/parts/2");
    send(urls.get(3), part(ARCHIVE, 3)).statusCode(204);
    send(urls.get(1), part(ARCHIVE, 1)).statusCode(204);
    send(urls.get(1), part(ARCHIVE, 1)).statusCode(204);
    var digest = TestArchives.sha256(ARCHIVE);
    ask(id, digest, ARCHIVE.length).body("arrived", contains(1, 3), "urls.number", contains(2));
    send(urls.get(2), part(ARCHIVE, 2)).statusCode(204);
    ask(id, digest, ARCHIVE.length).body("urls", empty());
    complete(id, ARCHIVE).statusCode(200).body("status", equalTo("READY"));
    send(urls.get(2), part(ARCHIVE, 2)).statusCode(404);
  }

  @Test
  void refusesWhatWasNotAskedFor() {
    var parts = "/api/v1/models/" + id + "/upload/parts/";
    send(parts + 1, part(ARCHIVE, 1)).statusCode(404);
    ask(id, ARCHIVE);
    send(parts + 1, part(ARCHIVE, 3)).statusCode(400);
    send(parts + 4, part(ARCHIVE, 3)).statusCode(400);
    send(parts + 0, part(ARCHIVE, 3)).statusCode(400);
    send(content, new byte[0]).statusCode(400);
    send("/api/v1/models/" + UUID.randomUUID() + "/upload/content", ARCHIVE).statusCode(404);
    ask(id, TestArchives.sha256(ARCHIVE), ARCHIVE.length).body("arrived", empty());
  }

  @Test
  void keepsNothingOfAPartThatBreaksOff() throws IOException {
    var url = PartsClient.urls(ask(id, ARCHIVE)).get(1);
    for (var path : new String[] {url, content}) {
      try (var socket = new Socket("localhost", RestAssured.port)) {
        var head =
            "PUT %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, Tokens.bearer("admin"), PartsClient.PART_BYTES);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(part(ARCHIVE, 1), 0, 1 << 20);
        socket.getOutputStream().flush();
        socket.setSoLinger(true, 0);
      }
    }
    send(url, part(ARCHIVE, 1)).statusCode(204);
    ask(id, TestArchives.sha256(ARCHIVE), ARCHIVE.length).body("arrived", contains(1));
    assertThat(storage.size(Buckets.MODELS, Buckets.uploadKey(UUID.fromString(id)))).isEmpty();
  }

  private static ValidatableResponse send(String path, byte[] body) {
    return given().contentType("application/octet-stream").body(body).put(path).then();
  }
}
