package dev.trainyard.registry.basemodel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.registry.model.RegistryTest;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The base models that come with the platform, and the document that describes all of it. */
@RegistryTest
class BaseModelIT {
  private static final String BUILT_IN = "019ab000-0000-7000-8000-000000000018";

  @Test
  void listsTheBuiltInBaseModels() {
    given()
        .get("/api/v1/base-models")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(BUILT_IN))
        .body("items.name", hasItem("base-resnet50"));
  }

  @Test
  void findsBaseModelsByNameWithoutCase() {
    given()
        .get("/api/v1/base-models?name=Base-ResNet18")
        .then()
        .statusCode(200)
        .body("items.name", contains("base-resnet18"))
        .body("items[0].architecture", equalTo("resnet18"))
        .body("items[0].weights", equalTo("RANDOM"))
        .body("items[0].builtIn", equalTo(true))
        .body("total", equalTo(1));
    given().get("/api/v1/base-models?name=other").then().body("items", hasSize(0));
  }

  @Test
  void getsBaseModelById() {
    given()
        .get("/api/v1/base-models/" + BUILT_IN)
        .then()
        .statusCode(200)
        .body("name", equalTo("base-resnet18"));
    given().get("/api/v1/base-models/" + UUID.randomUUID()).then().statusCode(404);
  }

  @Test
  void describesEveryOperation() {
    var document =
        given()
            .accept(ContentType.JSON)
            .get("/q/openapi?format=json")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(document.getString("info.title")).isEqualTo("Trainyard model registry");
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    assertThat(paths)
        .containsOnlyKeys(
            "/api/v1/models",
            "/api/v1/models/{id}",
            "/api/v1/models/{id}/complete",
            "/api/v1/models/{id}/upload",
            "/api/v1/models/{id}/upload/content",
            "/api/v1/models/{id}/upload/parts/{number}",
            "/api/v1/models/{id}/archive",
            "/api/v1/models/{id}/aliases/{alias}",
            "/api/v1/models/{id}/card",
            "/api/v1/models/{id}/export",
            "/api/v1/models/{id}/gate",
            "/api/v1/models/{id}/integrity",
            "/api/v1/models/{id}/lineage",
            "/api/v1/models/{id}/predict",
            "/api/v1/models/by-alias",
            "/api/v1/models/compare",
            "/api/v1/models/import",
            "/api/v1/models/reconciliation",
            "/api/v1/base-models",
            "/api/v1/base-models/{id}",
            "/api/v1/base-models/{id}/archive",
            "/api/v1/base-models/{id}/integrity",
            "/api/v1/base-models/{id}/lineage",
            "/api/v1/base-models/{id}/uses",
            "/api/v1/gates",
            "/api/v1/gates/projects/{projectId}",
            "/api/v1/gates/templates/{templateId}");
    paths.forEach(
        (path, operations) ->
            operations.forEach(
                (method, operation) ->
                    assertThat(operation).as("%s %s", method, path).containsKey("summary")));
  }
}
