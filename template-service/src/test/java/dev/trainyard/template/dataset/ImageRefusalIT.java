package dev.trainyard.template.dataset;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.trainyard.template.Api;
import dev.trainyard.template.Backends;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no image that comes by itself may be. */
@QuarkusTest
@Backends
class ImageRefusalIT extends OfImages {
  private static final byte[] TEXT = "no image".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train | a | page.txt | 422 | ending",
        "train | a | Thumbs.db | 422 | ending",
        "train | a | ._1.png | 422 | ending",
        "train | a\\b | 1.png | 422 | backslash",
        "train | a%01b | 1.png | 422 | control",
        "train | a%2Fb | 1.png | 400 | must have no /",
        "train | a | b%2F1.png | 400 | must have no /",
        "dev | a | 1.png | 400 | train or test",
        "'' | train | 1.png | 400 | set=train",
        "train | %20a | 1.png | 422 | class name",
      })
  void refusesPlacesThatNoDatasetHas(
      String set, String label, String fileName, int status, String reason) {
    var query = set.isEmpty() ? "" : "?set=" + set;
    given()
        .urlEncodingEnabled(false)
        .contentType("image/png")
        .body(image("png", 9, 9))
        .put(images.path() + "/images/" + label.replace("\\", "%5C") + "/" + fileName + query)
        .then()
        .statusCode(status)
        .body("violations", hasSize(1), "violations[0].message", containsString(reason));
    requireNoImage();
  }

  @Test
  void refusesWhatIsNoImageAtOnce() {
    images
        .put("train", "a", "1.png", TEXT)
        .statusCode(422)
        .body("datasetId", is(images.id()))
        .body("violations.field", contains("train/a/1.png"))
        .body("violations[0].message", containsString("not a readable image"));
    images.put("train", "a", "1.png", new byte[0]).statusCode(422);
    images.put("train", "a", "1.bmp", image("bmp", 2000, 1100)).statusCode(413);
    requireNoImage();
    images.complete().statusCode(422).body("violations.field", contains("images"));
    Api.get(images.path()).body("status", is("UPLOADING"));
  }

  @Test
  void refusesMoreThanADatasetMayHave() {
    var large = image("bmp", 1400, 1300);
    images.put("train", "a", "1.bmp", large).statusCode(201);
    images.put("train", "a", "2.bmp", large).statusCode(201);
    images
        .put("train", "a", "3.bmp", large)
        .statusCode(422)
        .body("violations.field", contains("images"));
    // In its place, and not beside it.
    images.put("train", "a", "2.bmp", image("bmp", 1300, 1300)).statusCode(200);
    Api.get(images.path()).body("upload.images", is(2));
    cleanup.clean();
    assertThat(stored.keysBelow("uploads/" + images.id())).hasSize(2);
    Api.delete(images.path()).statusCode(204);
  }

  @Test
  void doesNotMixTheWaysOfUploading() {
    Api.get(images.path() + "/upload").statusCode(409).body("detail", containsString("/images"));
    var uploads = "/api/v1/projects/" + project + "/datasets/uploads";
    var request = new HashMap<String, Object>(Map.of("name", "x", "kind", "IMAGES"));
    request.put("sizeBytes", 5);
    Api.post(uploads, request).statusCode(400).body("violations.field", contains("sizeBytes"));
    request.put("kind", "PAGES");
    Api.post(uploads, request).statusCode(400);
    request.put("kind", "ARCHIVE");
    images = ImageClient.of(Api.post(uploads, request).statusCode(201));
    images
        .put("train", "a", "1.png", image("png", 9, 9))
        .statusCode(409)
        .body("detail", containsString("kind IMAGES"));
    Api.get(images.path() + "/images").statusCode(409);
    images = ImageClient.of(Api.upload(project, "y", aDataset().bytes()).statusCode(201));
    images.put("train", "a", "1.png", image("png", 9, 9)).statusCode(409);
    images = new ImageClient(UUID.randomUUID().toString());
    images.put("train", "a", "1.png", image("png", 9, 9)).statusCode(404);
    images.remove("train", "a", "1.png").statusCode(404);
  }

  private void requireNoImage() {
    Api.get(images.path() + "/images").body("items", empty());
    Api.get(images.path()).body("upload.images", is(0), "sizeBytes", is(0));
    assertThat(stored.keysBelow("uploads/" + images.id())).isEmpty();
    assertThat(stored.temporaryFiles()).isEmpty();
  }
}
