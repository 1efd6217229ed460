package dev.trainyard.registry.gate;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;

/** What a user does with gates, over HTTP. */
public final class GateClient {
  private GateClient() {}

  /**
   * Makes or changes a gate.
   *
   * @param owner {@code projects/ID} or {@code templates/ID}
   * @param ifMatch null for none
   */
  public static ValidatableResponse put(String owner, String ifMatch, Map<String, ?> rule) {
    var request = given().contentType(ContentType.JSON).body(rule);
    return (ifMatch == null ? request : request.header("If-Match", ifMatch))
        .put("/api/v1/gates/" + owner)
        .then();
  }

  public static ValidatableResponse get(String owner) {
    return given().get("/api/v1/gates/" + owner).then();
  }

  public static ValidatableResponse delete(String owner) {
    return given().delete("/api/v1/gates/" + owner).then();
  }

  /** Has a model judged again. */
  public static ValidatableResponse judge(String modelId) {
    return given().post("/api/v1/models/" + modelId + "/gate").then();
  }
}
