package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

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

/** Clients that go away in the middle, or come too many at a time. */
@QuarkusTest
@Backends
class BrokenUploadIT {
  private static final int MAX_UPLOADS = 4;

  @Inject StoredObjects stored;

  @Test
  void keepsNothingOfAnUploadThatIsBrokenOffAndBlamesNobody() throws IOException {
    var project = Api.project();
    try (var logged = new Logged()) {
      try (var client = beginUpload(project)) {
        awaitUploading(project, 1);
        // As a client that was killed: nothing more comes.
        client.setSoLinger(true, 0);
      }
      awaitUploading(project, 0);
      Awaitility.await().until(() -> logged.has("Upload broken off"));
      Awaitility.await().untilAsserted(() -> stored.requireNothingOf(project));
      assertThat(logged.errors()).isEmpty();
    }
  }

  @Test
  void putsOffMoreUploadsThanItReceivesAtATime() throws IOException {
    var project = Api.project();
    var clients = new ArrayList<Socket>();
    try {
      for (var number = 0; number < MAX_UPLOADS; number++) {
        clients.add(beginUpload(project));
      }
      awaitUploading(project, MAX_UPLOADS);
      Api.upload(project, "one-more", aDataset().bytes())
          .statusCode(503)
          .header("Retry-After", is("30"))
          .body("type", is("urn:trainyard:problem:busy"));
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
    awaitUploading(project, 0);
    Api.upload(project, "one-more", aDataset().bytes()).statusCode(201).body("version", is(1));
  }

  @Test
  void cancelsAnUploadThatIsDeletedMeanwhile() throws IOException {
    var project = Api.project();
    var archive = aDataset().bytes();
    try (var client = beginUpload(project, archive.length)) {
      awaitUploading(project, 1);
      String id =
          Api.get("/api/v1/projects/" + project + "/datasets").extract().path("items[0].id");
      Api.delete("/api/v1/projects/" + project).statusCode(409);
      Api.delete("/api/v1/datasets/" + id).statusCode(204);
      client.getOutputStream().write(archive);
      client.getOutputStream().flush();
      assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 409");
    }
    Awaitility.await().untilAsserted(() -> stored.requireNothingOf(project));
  }

  private static void awaitUploading(String project, int count) {
    Awaitility.await()
        .untilAsserted(
            () ->
                Api.get("/api/v1/projects/" + project + "/datasets?status=UPLOADING")
                    .body("items", hasSize(count)));
  }

  private static Socket beginUpload(String project) throws IOException {
    var client = beginUpload(project, 1_000_000);
    client.getOutputStream().write(new byte[100_000]);
    client.getOutputStream().flush();
    return client;
  }

  private static Socket beginUpload(String project, int bytes) throws IOException {
    var client = new Socket("localhost", RestAssured.port);
    client.setSoTimeout(20_000);
    var head =
        """
        POST /api/v1/projects/%s/datasets?name=slow HTTP/1.1
        Host: localhost
        Authorization: %s
        Content-Type: application/zip
        Content-Length: %d

        """
            .formatted(project, Tokens.bearer("admin"), bytes);
    client.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    return client;
  }
}
