package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.trainyard.kit.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What agents get from the registry, and bring to it. */
@RegistryTest
class AgentsIT {
  private static final String MODELS = "/api/v1/models";
  private static final String SHA256 = "a".repeat(64);

  private final UUID machine = UUID.randomUUID();
  private final UUID process = UUID.randomUUID();
  private final String own = token(Map.of());

  @Test
  void takesAModelOnlyFromTheMachineThatRunsTheProcessAtThatAttempt() {
    var model = register(own).statusCode(201).extract().<String>path("id");
    for (var change :
        Map.<String, Object>of(
                "sub", UUID.randomUUID().toString(),
                "process", UUID.randomUUID().toString(),
                "attempt", 2)
            .entrySet()) {
      register(token(Map.of(change.getKey(), change.getValue()))).statusCode(404);
    }
    register(Tokens.ofAgent(Map.of())).statusCode(404);

    complete(own, model).statusCode(409);
    var others = token(Map.of("process", UUID.randomUUID().toString()));
    complete(others, model).statusCode(404);
    asks(others)
        .contentType(ContentType.JSON)
        .body(Map.of("sha256", SHA256, "sizeBytes", 10))
        .post(MODELS + "/" + model + "/upload")
        .then()
        .statusCode(404);
    asks(others)
        .contentType("application/octet-stream")
        .body(new byte[10])
        .put(MODELS + "/" + model + "/upload/content")
        .then()
        .statusCode(404);
    asks(others)
        .contentType("application/octet-stream")
        .body(new byte[10])
        .put(MODELS + "/" + model + "/upload/parts/1")
        .then()
        .statusCode(404);
  }

  @Test
  void givesAnAgentTheBaseModelOfItsProcessAndNoOther() {
    asks(own)
        .get("/api/v1/base-models?name=base-resnet18")
        .then()
        .statusCode(200)
        .body("items[0].name", is("base-resnet18"));
    asks(own).get("/api/v1/base-models?name=base-resnet34").then().statusCode(404);
    asks(own).get("/api/v1/base-models").then().statusCode(404);
    var id = idOf("base-resnet18");
    asks(own).get("/api/v1/base-models/" + id).then().statusCode(200);
    archive(own, id).statusCode(307);
    var other = idOf("base-resnet34");
    asks(own).get("/api/v1/base-models/" + other).then().statusCode(404);
    archive(own, other).statusCode(404);
    asks(own).head("/api/v1/base-models/" + other + "/archive").then().statusCode(404);
  }

  @Test
  void givesAgentsNothingElse() {
    var model = registered(aModel()).getString("id");
    asks(own).get(MODELS).then().statusCode(403);
    asks(own).get(MODELS + "/" + model).then().statusCode(403);
    asks(own).get(MODELS + "/" + model + "/archive").then().statusCode(403);
    asks(own)
        .contentType("application/zip")
        .body(new byte[10])
        .post(MODELS + "/import?name=any")
        .then()
        .statusCode(403)
        .body("title", equalTo("Forbidden"));
  }

  private ValidatableResponse register(String token) {
    var request = aModel().with("processId", process).with("machineId", machine);
    return asks(token).contentType(ContentType.JSON).body(request.body()).post(MODELS).then();
  }

  private static ValidatableResponse complete(String token, String model) {
    return asks(token)
        .contentType(ContentType.JSON)
        .body(Map.of("sha256", SHA256, "sizeBytes", 10))
        .post(MODELS + "/" + model + "/complete")
        .then();
  }

  private static ValidatableResponse archive(String token, String baseModel) {
    return asks(token)
        .redirects()
        .follow(false)
        .get("/api/v1/base-models/" + baseModel + "/archive")
        .then();
  }

  private static String idOf(String baseModel) {
    return given()
        .get("/api/v1/base-models?name=" + baseModel)
        .then()
        .extract()
        .path("items[0].id");
  }

  private static RequestSpecification asks(String token) {
    return given().auth().oauth2(token);
  }

  private String token(Map<String, ?> changes) {
    var claims = new HashMap<String, Object>();
    claims.put("sub", machine.toString());
    claims.put("process", process.toString());
    claims.put("attempt", 1);
    claims.put("base_model", "base-resnet18");
    claims.putAll(changes);
    return Tokens.ofAgent(claims);
  }
}
