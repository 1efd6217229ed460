package dev.trainyard.template.dataset;

import static io.restassured.RestAssured.given;

import dev.trainyard.template.Api;
import dev.trainyard.template.Archives;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.Map;

/**
 * A client that sends the images of a dataset one by one.
 *
 * @param id of the dataset
 */
record ImageClient(String id) {

  /** Begins an upload. */
  static ImageClient begin(String project) {
    return of(
        Api.post(
                "/api/v1/projects/" + project + "/datasets/uploads",
                Map.of(
                    "name",
                    "pages",
                    "kind",
                    "IMAGES",
                    "testShare",
                    0.5,
                    "seed",
                    7,
                    "description",
                    "by hand"))
            .statusCode(201));
  }

  /** Goes on with a dataset, which need not take images. */
  static ImageClient of(ValidatableResponse dataset) {
    return new ImageClient(dataset.extract().path("id"));
  }

  String path() {
    return "/api/v1/datasets/" + id;
  }

  /**
   * @param set null to have the images divided
   */
  ValidatableResponse put(String set, String label, String fileName, byte[] content) {
    var request = given().contentType("image/png").body(content);
    if (set != null) {
      request.queryParam("set", set);
    }
    return request.put(path() + "/images/{label}/{fileName}", label, fileName).then();
  }

  ValidatableResponse remove(String set, String label, String fileName) {
    var request = given();
    if (set != null) {
      request.queryParam("set", set);
    }
    return request.delete(path() + "/images/{label}/{fileName}", label, fileName).then();
  }

  ValidatableResponse complete() {
    return given().post(path() + "/upload/complete").then();
  }

  /** The files of the dataset's archive by their paths. */
  Map<String, byte[]> content() throws IOException {
    return Archives.unzipped(given().get(path() + "/content?via=service").asByteArray());
  }
}
