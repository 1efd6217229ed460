package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static dev.trainyard.template.TarArchives.aTarDataset;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What a check found can be read afterwards, and seen. */
@QuarkusTest
@Backends
class DatasetReportIT {
  @Inject StoredObjects stored;

  @Test
  void tellsWhatIsInAReadyDatasetAndShowsIt() throws IOException {
    var archive =
        aDataset()
            .file("train/letter/large.png", image("png", 800, 400))
            .file("notes.csv", "1,2")
            .bytes();
    String id = Api.upload(Api.project(), "seen", archive).statusCode(201).extract().path("id");
    String url =
        report(id)
            .statusCode(200)
            .body("status", is("READY"), "errors", is(0), "warnings", is(1))
            .body("classes.name", contains("invoice", "letter"))
            .body("classes.trainImages", contains(1, 3))
            .body("totals.NOT_AN_IMAGE", is(1))
            .body("problems[0].code", is("NOT_AN_IMAGE"), "problems[0].severity", is("WARNING"))
            .body("problems[0].file", is("notes.csv"))
            .body("thumbnails", hasSize(6))
            .extract()
            .path("thumbnails.find { it.file == 'train/letter/large.png' }.url");
    var answer = given().get(url).then().statusCode(200).contentType("image/jpeg").extract();
    assertThat(answer.header("Cache-Control")).contains("immutable");
    var picture = ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
    assertThat(picture.getWidth()).isEqualTo(256);
    assertThat(picture.getHeight()).isEqualTo(128);
    Api.get("/api/v1/datasets/" + id + "/thumbnails/99").statusCode(404);
    Api.delete("/api/v1/datasets/" + id).statusCode(204);
    Api.get(url).statusCode(404);
    report(id).statusCode(404);
  }

  @Test
  void tellsWhyADatasetWasRejectedAndShowsTheImage() {
    var archive =
        aDataset()
            .file("train/letter/fake.png", "I am text")
            .file("test/invoice/same.png", image("png", 30, 30))
            .file("test/letter/same.png", image("png", 30, 30))
            .bytes();
    String id =
        Api.upload(Api.project(), "bad", archive).statusCode(422).extract().path("datasetId");
    report(id)
        .statusCode(200)
        .body("status", is("REJECTED"), "errors", is(2))
        .body("problems.code", hasItem("UNREADABLE_IMAGE"))
        .body(
            "problems.find { it.code == 'SAME_IMAGE_TWO_CLASSES' }.otherFile",
            is("test/invoice/same.png"))
        .body("thumbnails.file", hasItem("test/letter/same.png"))
        .body("thumbnails.file", not(hasItem("train/letter/fake.png")));
  }

  /** A database that cannot keep such a name would fail the check for ever. */
  @Test
  void rejectsNamesThatNoDatabaseKeeps() {
    var archive = aDataset().file("train/letter/a\0b.png", image("png", 8, 8)).bytes();
    String id =
        Api.upload(Api.project(), "nul", archive).statusCode(422).extract().path("datasetId");
    report(id).body("problems.code", contains("UNUSABLE_NAME"));
  }

  @Test
  void takesTarArchives() {
    var project = Api.project();
    var archive = aTarDataset().gzipped();
    String id =
        given()
            .contentType("application/gzip")
            .body(archive)
            .post("/api/v1/projects/{id}/datasets?name=tar", project)
            .then()
            .statusCode(201)
            .body("classes.name", contains("invoice", "letter"))
            .extract()
            .path("id");
    // What is kept is a zip.
    assertThat(stored.keysOf(project)).containsExactly(project + "/" + id + ".zip");
    Api.upload(project, "tar", archive).statusCode(201).body("version", is(2));
    report(id).body("thumbnails", hasSize(4));
    Api.upload(project, "cut", java.util.Arrays.copyOf(archive, archive.length / 2))
        .statusCode(422)
        .body("violations.field", contains("archive"));
  }

  private static io.restassured.response.ValidatableResponse report(String id) {
    return Api.get("/api/v1/datasets/" + id + "/report");
  }
}
