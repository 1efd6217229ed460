package dev.trainyard.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Backends
class ProtocolIT {
  @TestHTTPResource("/api/v1/projects")
  URI projects;

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/projects", "/api/v1/projects/nothing", "/nothing", "/q/openapi"})
  void tellsBrowsersToDoNothingWithAnAnswerAndNobodyWhatItRunsOn(String path) {
    given()
        .get(path)
        .then()
        .header("X-Content-Type-Options", is("nosniff"))
        .header("Content-Security-Policy", is("default-src 'none'; frame-ancestors 'none'"))
        .header("Referrer-Policy", is("no-referrer"))
        .header("Cache-Control", path.startsWith("/api/") ? is("no-store") : nullValue())
        .header("Server", nullValue())
        .header("X-Powered-By", nullValue());
  }

  @Test
  void refusesAContentTypeThatIsNoneAndAnswersAnAcceptThatIsNone() {
    given()
        .header("Content-Type", "nothing")
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/projects")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
    given().header("Accept", "nothing").get("/api/v1/projects").then().statusCode(200);
    given()
        .header("Accept", "nothing")
        .get("/api/v1/templates/" + UUID.randomUUID() + "/revisions")
        .then()
        .statusCode(404);
  }

  @Test
  void refusesABodyThatIsLargerThanAnyRequestIs() throws Exception {
    var body = ("{\"name\": \"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);

    given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/projects")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .header("X-Content-Type-Options", is("nosniff"))
        .body("limitBytes", is(1 << 20));
    var chunked =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(projects)
                    .header("Authorization", Tokens.bearer("admin"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @Test
  void refusesJsonThatIsDeeperThanAnyRequestIs() {
    var deep = "{\"name\": " + "[".repeat(100) + "]".repeat(100) + "}";

    Api.post("/api/v1/projects", deep)
        .statusCode(400)
        .body("violations.field", contains("name"))
        .body("violations[0].message", containsString("has the wrong type"));
    Api.post("/api/v1/projects", "{\"unknown\": " + "[".repeat(100) + "]".repeat(100) + "}")
        .statusCode(400);
    Api.post(
            "/api/v1/model-types",
            "{\"defaults\": " + "{\"a\":".repeat(100) + "1" + "}".repeat(101))
        .statusCode(400);
  }

  /** Its body would be held in memory, however large: the switch has no flow control. */
  @Test
  void answersARequestThatAsksForHttp2WithHttp1() throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    var response =
        client.send(
            HttpRequest.newBuilder(projects)
                .header("Authorization", Tokens.bearer("admin"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString("{\"name\": \"%s\"}".formatted(Api.uniqueName("http"))))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  /** A browser asks first, without a token, whether the frontend may show one. */
  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000, http://localhost:3000",
    "https://evil.example, ",
    "http://localhost:3000.evil.example, ",
    "null, "
  })
  void letsTheFrontendShowATokenAndNoOtherPage(String origin, String allowed) {
    var answer =
        given()
            .auth()
            .none()
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "PUT")
            .header("Access-Control-Request-Headers", "authorization,content-type,if-match")
            .options("/api/v1/projects/019aa000-0000-7000-8000-000000000001")
            .then()
            .extract();

    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(allowed);
    if (allowed != null) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
          .contains("authorization", "if-match");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isIn(null, "false");
    }
  }
}
