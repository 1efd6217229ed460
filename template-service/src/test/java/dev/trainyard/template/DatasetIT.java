package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class DatasetIT {
  @Inject StoredObjects stored;

  @Test
  void storesChecksAndGivesBackAnArchive() throws Exception {
    var project = Api.project();
    var archive = aDataset().file("README.txt", "hello").file("notes.csv", "1,2").bytes();
    var view =
        Api.upload(project, "pages", archive)
            .statusCode(201)
            .body("author", is("admin"))
            .body(
                "projectId", is(project),
                "name", is("pages"),
                "version", is(1),
                "status", is("READY"),
                "classes.name", contains("invoice", "letter"),
                "classes.trainImages", contains(1, 2),
                "classes.testImages", contains(1, 1),
                "trainImages", is(3),
                "testImages", is(2),
                "sizeBytes", is(archive.length),
                "digest", is(sha256(archive)),
                "warnings", contains("notes.csv: not an image file, ignored"))
            .extract();
    String id = view.path("id");
    assertThat(view.header("Location")).endsWith("/api/v1/datasets/" + id);
    Api.get("/api/v1/datasets/" + id)
        .statusCode(200)
        .body("digest", is(sha256(archive)), "createdAt", is(view.<String>path("createdAt")));
    Api.get("/api/v1/projects/" + project + "/datasets").body("items.id", contains(id));

    var location =
        Api.get("/api/v1/datasets/" + id + "/content").statusCode(307).extract().header("Location");
    var content =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(location)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(content.body()).isEqualTo(archive);
    assertThat(content.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("pages-v1.zip");
  }

  @Test
  void dividesImagesThatComeWithoutSets() throws Exception {
    var project = Api.project();
    var archive = anArchive().images("invoice", 10).images("letter", 5).bytes();
    var path = "/api/v1/projects/" + project + "/datasets?testShare=0.4&name=";
    var made =
        given()
            .contentType("application/zip")
            .body(archive)
            .post(path + "flat&seed=7")
            .then()
            .statusCode(201)
            .body("classes.trainImages", contains(6, 3))
            .body("classes.testImages", contains(4, 2))
            .body("split.seed", is(7))
            .body("split.testShare", is(0.4f))
            .body("digest", not(sha256(archive)))
            .extract();
    var location =
        Api.get("/api/v1/datasets/" + made.path("id") + "/content")
            .statusCode(307)
            .extract()
            .header("Location");
    var content =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(location)).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    assertThat(sha256(content)).isEqualTo(made.path("digest"));
    assertThat(namesIn(content))
        .hasSize(15)
        .allMatch(name -> name.matches("(train|test)/(invoice|letter)/\\d\\.png"));
    // As any client could have sent it.
    Api.upload(project, "again", content).statusCode(201).body("split", nullValue());

    given()
        .contentType("application/zip")
        .body(archive)
        .post(path + "same&seed=7")
        .then()
        .body("digest", is(made.<String>path("digest")));
    for (var share : List.of("0", "0.95", "-1", "many")) {
      given()
          .contentType("application/zip")
          .body(archive)
          .post("/api/v1/projects/" + project + "/datasets?name=no&testShare=" + share)
          .then()
          .statusCode(400)
          .body("violations.field", contains("testShare"));
    }
  }

  private static List<String> namesIn(byte[] archive) throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void publishesWhatHappensToDataset() {
    var project = Api.project();
    String id = Api.upload(project, "told", aDataset().bytes()).extract().path("id");
    Api.delete("/api/v1/datasets/" + id).statusCode(204);
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 3))
          .containsExactly(
              EventType.DATASET_UPLOADED, EventType.DATASET_READY, EventType.DATASET_DELETED);
      var data = events.about(id, 3).get(1).dataAs(DatasetEvent.class);
      assertThat(data.classes()).containsExactly("invoice", "letter");
      assertThat(data.projectId()).hasToString(project);
    }
    Api.get("/api/v1/datasets/" + id).statusCode(404);
    assertThat(stored.keysOf(project)).isEmpty();
  }

  @Test
  void countsVersionsPerNameAndNeverGivesOneTwice() {
    var project = Api.project();
    var archive = aDataset().bytes();
    // Threads of their own: the common pool belongs to the service's storage client too.
    var clients = Executors.newFixedThreadPool(4);
    try {
      var versions =
          IntStream.range(0, 4)
              .mapToObj(
                  client ->
                      CompletableFuture.supplyAsync(
                          () ->
                              Api.upload(project, "counted", archive)
                                  .statusCode(201)
                                  .extract()
                                  .<Integer>path("version"),
                          clients))
              .toList();
      assertThat(versions.stream().map(CompletableFuture::join))
          .containsExactlyInAnyOrder(1, 2, 3, 4);
    } finally {
      clients.shutdownNow();
    }
    Api.upload(project, "other", archive).body("version", is(1));
    String newest =
        Api.get("/api/v1/projects/" + project + "/datasets?name=Counted&sort=version,desc")
            .body("items.version", contains(4, 3, 2, 1))
            .extract()
            .path("items[0].id");
    Api.delete("/api/v1/datasets/" + newest).statusCode(204);
    Api.upload(project, "Counted", archive).body("version", is(5));
  }

  @Test
  void acceptsEveryImageFormat() {
    var project = Api.project();
    var archive =
        aDataset()
            .file("train/letter/a.JPG", image("jpg", 640, 480))
            .file("train/letter/b.jpe", image("jpg", 64, 48))
            .file("train/letter/c.bmp", image("bmp", 64, 48))
            .file("train/letter/d.dib", image("bmp", 64, 40))
            .file("train/letter/e.tiff", image("tiff", 640, 480))
            .file("train/letter/f.tif", image("tiff", 64, 48))
            .bytes();
    Api.upload(project, "formats", archive)
        .statusCode(201)
        .body("classes.find { it.name == 'letter' }.trainImages", is(8), "warnings", empty());
  }

  @Test
  void keepsDatasetThatTemplateNamesAndProjectThatHoldsIt() {
    var project = Api.project();
    String dataset = Api.upload(project, "named", aDataset().bytes()).extract().path("id");
    String template =
        Api.createTemplate(
                project,
                Map.of(
                    "name",
                    "uses-it",
                    "modelType",
                    "classifier",
                    "baseModel",
                    FakeRegistryResource.KNOWN,
                    "datasetId",
                    dataset))
            .statusCode(201)
            .extract()
            .path("id");
    Api.delete("/api/v1/datasets/" + dataset)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:dataset-in-use"), "templateId", is(template));
    Api.delete("/api/v1/projects/" + project)
        .statusCode(409)
        .body("datasets", is(1), "templates", is(1));
    Api.delete("/api/v1/templates/" + template).statusCode(204);
    Api.delete("/api/v1/datasets/" + dataset).statusCode(204);
    Api.delete("/api/v1/projects/" + project).statusCode(204);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
