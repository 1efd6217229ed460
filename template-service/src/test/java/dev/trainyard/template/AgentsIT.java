package dev.trainyard.template;

import static io.restassured.RestAssured.given;

import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What agents get of datasets. */
@QuarkusTest
@Backends
class AgentsIT {
  @Test
  void giveTheArchiveOfADatasetOnlyToTheAgentWhoseProcessTrainsOnIt() {
    var id =
        Api.upload(Api.project(), Api.uniqueName("own"), Archives.aDataset().bytes())
            .statusCode(201)
            .extract()
            .<String>path("id");
    var own = Tokens.ofAgent(Map.of("dataset", id));
    var others = Tokens.ofAgent(Map.of("dataset", UUID.randomUUID().toString()));
    var idle = Tokens.ofAgent(Map.of());

    get(own, "/datasets/" + id + "/content").statusCode(307);
    given().auth().oauth2(own).head("/api/v1/datasets/" + id + "/content").then().statusCode(200);
    for (var token : new String[] {others, idle}) {
      get(token, "/datasets/" + id + "/content").statusCode(404);
      given()
          .auth()
          .oauth2(token)
          .head("/api/v1/datasets/" + id + "/content")
          .then()
          .statusCode(404);
    }
  }

  @Test
  void giveAgentsNothingElse() {
    var id =
        Api.upload(Api.project(), Api.uniqueName("own"), Archives.aDataset().bytes())
            .statusCode(201)
            .extract()
            .<String>path("id");
    var own = Tokens.ofAgent(Map.of("dataset", id));
    for (var path : new String[] {"", "/images", "/report", "/uses", "/integrity"}) {
      get(own, "/datasets/" + id + path).statusCode(403);
    }
    get(own, "/projects").statusCode(403);
  }

  private static ValidatableResponse get(String token, String path) {
    return given().auth().oauth2(token).redirects().follow(false).get("/api/v1" + path).then();
  }
}
