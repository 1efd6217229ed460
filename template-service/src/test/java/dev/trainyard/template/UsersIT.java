package dev.trainyard.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Backends
class UsersIT {
  @Test
  void letsInWhoHasAToken() {
    given().auth().oauth2(Tokens.of("viewer")).get("/api/v1/projects").then().statusCode(200);
  }

  @Test
  void refusesWhoHasNone() {
    given()
        .auth()
        .none()
        .get("/api/v1/projects")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("type", is("urn:trainyard:problem:unauthorized"));
    given()
        .auth()
        .oauth2("nonsense")
        .get("/api/v1/projects")
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/metrics", "/q/openapi", "/q/openapi.json", "/q/openapi.yaml", "/q/info", "/q"})
  void keepsWhatIsForOperatorsFromStrangers(String path) {
    given().auth().none().redirects().follow(false).get(path).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
  void tellsEverybodyThatItIsWell(String path) {
    given().auth().none().get(path).then().statusCode(200);
  }

  @Test
  void refusesWhatARoleDoesNotPermit() {
    given()
        .auth()
        .oauth2(Tokens.of("viewer"))
        .contentType(ContentType.JSON)
        .body(Map.of("name", Api.uniqueName("refused")))
        .post("/api/v1/projects")
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
  }

  @Test
  void tellsWhoMadeSomethingAndWhoChangedIt() {
    try (var events = new Events()) {
      var project = Api.project();
      var path = "/api/v1/projects/" + project;
      var tag = Api.get(path).extract().header("ETag");
      given()
          .auth()
          .oauth2(Tokens.of("operator"))
          .header("If-Match", tag)
          .contentType(ContentType.JSON)
          .body(Map.of("name", Api.uniqueName("changed")))
          .put(path)
          .then()
          .statusCode(200)
          .body("author", is("admin"));
      var template =
          given()
              .auth()
              .oauth2(Tokens.of("operator"))
              .contentType(ContentType.JSON)
              .body(TemplateRequests.aTemplate("told"))
              .post(path + "/templates")
              .then()
              .statusCode(201)
              .body("author", is("operator"))
              .extract()
              .<String>path("id");

      assertThat(events.about(template, 1).get(0).actor()).contains("operator");
    }
  }
}
