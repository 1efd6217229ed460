package dev.trainyard.template;

import static dev.trainyard.template.TemplateRequests.aTemplate;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.TenantDoors;
import dev.trainyard.kit.testing.TenantTables;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Backends
class TenantIT {
  private static final String OWNER = "acme";
  private static final String OTHER = "globex";

  @Inject DataSource dataSource;

  @Test
  void keepsEachTablesTenantsApart() throws Exception {
    TenantTables.requireApart(dataSource, Set.of("model_type"), Set.of());
  }

  @Test
  void showsNobodyWhatIsAnotherTenants() {
    var things = things();
    new TenantDoors(
            Tokens.of("admin", OTHER),
            things,
            Map.of(
                "label", "invoice",
                "fileName", "one.png",
                "number", "1",
                "processId", UUID.randomUUID().toString(),
                "revision", "1"))
        .requireClosed("dev.trainyard.template", Set.of("model-types"));
    for (var thing : things.entrySet()) {
      as(OWNER).get("/api/v1/" + thing.getKey() + "/" + thing.getValue()).then().statusCode(200);
    }
  }

  @Test
  void listsNobodyWhatIsAnotherTenants() {
    var things = things();
    var template = things.get("templates");
    var dataset = things.get("datasets");
    for (var path :
        new String[] {
          "/api/v1/templates?size=200",
          "/api/v1/templates?baseModel=" + FakeRegistryResource.KNOWN,
          "/api/v1/templates?datasetId=" + dataset,
          "/api/v1/projects?size=200"
        }) {
      as(OTHER).get(path).then().statusCode(200).body("total", is(0));
    }
    as(OWNER).get("/api/v1/templates?size=200").then().body("items.id", hasItem(template));
  }

  @Test
  void letsTwoTenantsUseOneNameAndNeitherTheOthersThings() {
    var name = Api.uniqueName("same");
    var theirs = project(OWNER, name);
    var own = project(OTHER, name);
    assertThat(own).isNotEqualTo(theirs);
    var request = aTemplate("stolen");
    request.put("datasetId", things().get("datasets"));
    as(OTHER)
        .contentType("application/json")
        .body(request)
        .post("/api/v1/projects/{id}/templates", own)
        .then()
        .statusCode(400);
    as(OTHER).delete("/api/v1/projects/{id}", own).then().statusCode(204);
  }

  @Test
  void saysInEventsWhoseTheyAre() {
    try (var events = new Events()) {
      var template = things().get("templates");
      assertThat(events.about(template, 1).get(0).tenant()).contains(OWNER);
    }
  }

  @Test
  void takesFromEventsWhoseTheyAre() {
    var dataset = things().get("datasets");
    var template = UUID.randomUUID();
    try (var processes = new ProcessEvents()) {
      for (var tenant : new String[] {OTHER, OWNER}) {
        var process = UUID.randomUUID();
        processes.publish(
            tenant,
            EventType.PROCESS_CREATED,
            process,
            ProcessEvents.process(
                process, template, UUID.fromString(dataset), ProcessStatus.CREATED));
        if (tenant.equals(OWNER)) {
          Awaitility.await()
              .untilAsserted(
                  () ->
                      as(OWNER)
                          .get("/api/v1/datasets/{id}/uses", dataset)
                          .then()
                          .body("processIds", is(List.of(process.toString()))));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "operator", "viewer"})
  void letsNobodyNameAnotherTenant(String role) {
    for (var name : new String[] {OTHER, "default", "*"}) {
      given()
          .auth()
          .oauth2(Tokens.of(role, OWNER))
          .header("X-Trainyard-Tenant", name)
          .get("/api/v1/projects")
          .then()
          .statusCode(403)
          .contentType("application/problem+json");
    }
  }

  @Test
  void letsSystemAdministratorsActForAllAndForOne() {
    var own = project(OWNER, Api.uniqueName("theirs"));
    var path = "/api/v1/projects/" + own;
    asSystem().get(path).then().statusCode(200);
    asSystem().header("X-Trainyard-Tenant", OTHER).get(path).then().statusCode(404);
    asSystem().header("X-Trainyard-Tenant", OWNER).get(path).then().statusCode(200);
    var request = Map.of("name", Api.uniqueName("whose"));
    asSystem()
        .contentType("application/json")
        .body(request)
        .post("/api/v1/projects")
        .then()
        .statusCode(400)
        .body("violations.field", is(List.of("X-Trainyard-Tenant")));
  }

  @Test
  void letsNoTenantChangeWhatIsEverybodys() {
    var type = Map.of("name", Api.uniqueName("type"));
    as(OWNER)
        .contentType("application/json")
        .body(type)
        .post("/api/v1/model-types")
        .then()
        .statusCode(403);
    as(OWNER).post("/api/v1/datasets/reconciliation").then().statusCode(403);
    as(OWNER).get("/api/v1/datasets/reconciliation").then().statusCode(403);
    as(OWNER).get("/api/v1/model-types").then().body("name", not(hasItem(type.get("name"))));
  }

  private static Map<String, String> things() {
    var project = project(OWNER, Api.uniqueName("kept"));
    String dataset =
        as(OWNER)
            .contentType("application/zip")
            .queryParam("name", "kept")
            .body(Archives.aDataset().bytes())
            .post("/api/v1/projects/{id}/datasets", project)
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    var request = aTemplate("kept");
    request.put("datasetId", dataset);
    String template =
        as(OWNER)
            .contentType("application/json")
            .body(request)
            .post("/api/v1/projects/{id}/templates", project)
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    return Map.of("projects", project, "datasets", dataset, "templates", template);
  }

  private static String project(String tenant, String name) {
    return as(tenant)
        .contentType("application/json")
        .body(Map.of("name", name))
        .post("/api/v1/projects")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static RequestSpecification as(String tenant) {
    return given().auth().oauth2(Tokens.of("admin", tenant));
  }

  private static RequestSpecification asSystem() {
    return given().auth().oauth2(Tokens.of("system-admin"));
  }
}
