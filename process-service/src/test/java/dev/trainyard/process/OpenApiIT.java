package dev.trainyard.process;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class OpenApiIT {

  @Test
  void describesEveryOperation() {
    var document = given().accept("application/json").get("/q/openapi").then().statusCode(200);
    Map<String, Map<String, Object>> paths = document.extract().path("paths");
    assertThat(paths)
        .containsKeys("/api/v1/machines", "/api/v1/processes", "/api/v1/processes/{id}/stages");
    paths.forEach(
        (path, operations) ->
            operations.forEach(
                (method, operation) ->
                    assertThat(((Map<?, ?>) operation).get("summary"))
                        .as(method + " " + path)
                        .isNotNull()));
    assertThat(document.extract().<String>path("info.title"))
        .isEqualTo("Trainyard process service");
  }
}
