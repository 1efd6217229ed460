package dev.trainyard.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.trainyard.kit.testing.TenantDoors;
import dev.trainyard.kit.testing.TenantTables;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@RegistryTest
class TenantIT {
  private static final String OWNER = "acme";
  private static final String OTHER = "globex";

  @Inject DataSource dataSource;

  private final UUID project = UUID.randomUUID();
  private final byte[] archive = TestArchives.valid();

  @Test
  void keepsEachTablesTenantsApart() throws Exception {
    TenantTables.requireApart(dataSource, Set.of(), Set.of("base_model shared"));
  }

  @Test
  void showsNobodyWhatIsAnotherTenants() {
    var model = model(OWNER, archive);
    var baseModel = baseModel(OWNER, model);
    as(OWNER).put("/api/v1/models/{id}/aliases/production", model).then().statusCode(200);
    gate(OWNER).then().statusCode(201);
    new TenantDoors(
            Tokens.of("admin", OTHER),
            Map.of("models", model, "base-models", baseModel),
            Map.of("alias", "production", "number", "1"))
        .requireClosed("dev.trainyard.registry", Set.of("gates"));
    as(OWNER)
        .get("/api/v1/models/{id}", model)
        .then()
        .statusCode(200)
        .body("aliases", hasItem("production"));
    as(OWNER).get("/api/v1/base-models/{id}", baseModel).then().statusCode(200);
    for (var path :
        List.of(
            "/api/v1/models?size=200",
            "/api/v1/models?projectId=" + project,
            "/api/v1/models?alias=production",
            "/api/v1/models?baseModel=base-resnet18",
            "/api/v1/gates?size=200")) {
      as(OTHER).get(path).then().statusCode(200).body("total", is(0));
      as(OWNER).get(path).then().statusCode(200).body("total", not(is(0)));
    }
    as(OTHER)
        .get("/api/v1/models/by-alias?projectId={project}&name=digits&alias=production", project)
        .then()
        .statusCode(404);
    as(OTHER).get("/api/v1/models/compare?ids={id}", model).then().statusCode(not(is(200)));
    as(OTHER)
        .get("/api/v1/base-models?size=200")
        .then()
        .body("items.id", not(hasItem(baseModel)))
        .body("items.name", hasItems("base-resnet18", "base-resnet50"));
  }

  @Test
  void keepsTheGatesOfTwoTenantsForOneIdApart() {
    gate(OWNER).then().statusCode(201);
    gateOf(OTHER).then().statusCode(404);
    gate(OTHER).then().statusCode(201);
    as(OTHER).delete("/api/v1/gates/projects/{id}", project).then().statusCode(204);
    gateOf(OWNER).then().statusCode(200);
  }

  @Test
  void showsNotInALineageWhatIsAnotherTenants() {
    var theirs = model(OWNER, archive);
    var own = model(OTHER, archive);
    assertThat(
            as(OTHER)
                .get("/api/v1/models/{id}/lineage", own)
                .then()
                .statusCode(200)
                .extract()
                .asString())
        .doesNotContain(theirs);
    assertThat(
            as(OTHER)
                .get("/api/v1/base-models?name=base-resnet18")
                .jsonPath()
                .getString("items[0].id"))
        .satisfies(
            shared ->
                assertThat(as(OTHER).get("/api/v1/base-models/{id}/lineage", shared).asString())
                    .contains(own)
                    .doesNotContain(theirs));
  }

  @Test
  void letsNoTenantChangeWhatAllShare() {
    var model = model(OWNER, archive);
    String shared =
        given()
            .auth()
            .oauth2(Tokens.of("system-admin"))
            .contentType(ContentType.JSON)
            .body(Map.of("name", "shared-" + UUID.randomUUID(), "modelId", model))
            .post("/api/v1/base-models")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    as(OTHER)
        .redirects()
        .follow(false)
        .get("/api/v1/base-models/{id}/archive", shared)
        .then()
        .statusCode(307);
    as(OTHER).delete("/api/v1/base-models/{id}", shared).then().statusCode(403);
    var path = "/api/v1/base-models/" + shared;
    var present = as(OTHER).get(path).then().statusCode(200).extract();
    given()
        .auth()
        .oauth2(Tokens.of("system-admin"))
        .contentType(ContentType.JSON)
        .header("If-Match", present.header("ETag"))
        .body(Map.of("name", present.path("name"), "description", "For all"))
        .put(path)
        .then()
        .statusCode(200);
  }

  @Test
  void makesTheArchiveOfWhatAllShareForATenant() {
    var id =
        as(OTHER).get("/api/v1/base-models?name=base-resnet18").jsonPath().getString("items[0].id");
    as(OTHER)
        .redirects()
        .follow(false)
        .get("/api/v1/base-models/{id}/archive", id)
        .then()
        .statusCode(307);
  }

  private String model(String tenant, byte[] content) {
    var request = ModelRequests.aModel().with("projectId", project).with("name", "digits").body();
    var model =
        as(tenant)
            .contentType(ContentType.JSON)
            .body(request)
            .post("/api/v1/models")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    RegistryClient.upload(model.getString("upload.url"), content);
    as(tenant)
        .contentType(ContentType.JSON)
        .body(Map.of("sha256", TestArchives.sha256(content), "sizeBytes", content.length))
        .post("/api/v1/models/{id}/complete", model.getString("id"))
        .then()
        .statusCode(200);
    return model.getString("id");
  }

  private static String baseModel(String tenant, String model) {
    return as(tenant)
        .contentType(ContentType.JSON)
        .body(Map.of("name", "own-" + UUID.randomUUID(), "modelId", model))
        .post("/api/v1/base-models")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private Response gate(String tenant) {
    return as(tenant)
        .contentType(ContentType.JSON)
        .body(Map.of("minimumAveragePrecision", 0.1, "alias", "candidate"))
        .put("/api/v1/gates/projects/{id}", project);
  }

  private Response gateOf(String tenant) {
    return as(tenant).get("/api/v1/gates/projects/{id}", project);
  }

  private static RequestSpecification as(String tenant) {
    return given().auth().oauth2(Tokens.of("admin", tenant));
  }
}
