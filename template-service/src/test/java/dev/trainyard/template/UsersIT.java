package dev.trainyard.template;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
