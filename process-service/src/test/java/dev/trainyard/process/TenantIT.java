package dev.trainyard.process;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.kit.testing.TenantDoors;
import dev.trainyard.kit.testing.TenantTables;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class TenantIT {
  private static final String OWNER = "acme";
  private static final String OTHER = "globex";
  private static final String MACHINES = "/api/v1/machines";
  private static final String PROCESSES = "/api/v1/processes";

  @Inject DataSource dataSource;

  @Test
  void keepsEachTablesTenantsApart() throws Exception {
    TenantTables.requireApart(
        dataSource,
        Set.of("signing_key", "enrolment_code", "used_assertion"),
        Set.of("machine shared"));
  }

  @Test
  void showsNobodyWhatIsAnotherTenants() {
    var machine = machine(as(OWNER));
    var process = process(OWNER, machine);
    new TenantDoors(
            Tokens.of("admin", OTHER), Map.of("machines", machine, "processes", process), Map.of())
        .requireClosed("dev.trainyard.process", Set.of());
    as(OWNER).get(MACHINES + "/" + machine).then().statusCode(200).body("enabled", is(true));
    as(OWNER).get(PROCESSES + "/" + process).then().statusCode(200).body("status", is("CREATED"));
    for (var path :
        List.of(
            MACHINES + "?size=200",
            PROCESSES + "?size=200",
            PROCESSES + "?machineId=" + machine,
            PROCESSES + "?baseModel=base-resnet18")) {
      as(OTHER).get(path).then().statusCode(200).body("items.id", not(hasItem(process)));
      as(OTHER).get(path).then().body("items.id", not(hasItem(machine)));
    }
    create(OTHER, machine).statusCode(400).body("violations.field", is(List.of("machineId")));
  }

  @Test
  void asksOtherServicesForTheTenantOfTheRequest() {
    process("initech", machine(as("initech")));
    assertThat(FakeTemplateServiceResource.tenants()).contains("initech").doesNotContainNull();
  }

  @Test
  void sharesAMachineAndNotWhatRunsOnIt() {
    var machine = machine(asSystem());
    var holder = process(OWNER, machine);
    as(OTHER).get(MACHINES + "/" + machine).then().statusCode(200);
    as(OTHER)
        .get(MACHINES + "/" + machine)
        .then()
        .body("currentProcess.status", is("CREATED"))
        .body("currentProcess.id", nullValue(), "currentProcess.name", nullValue());
    create(OTHER, machine)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-busy"))
        .body("processId", nullValue(), "detail", not(containsString(holder)));
    for (var action : List.of("disable", "drain", "enable")) {
      as(OTHER).post(MACHINES + "/" + machine + "/" + action).then().statusCode(403);
    }
    as(OTHER).delete(MACHINES + "/" + machine).then().statusCode(403);
    create(OTHER, machine, true).statusCode(201).body("queue.position", is(1));
    as(OWNER).get(MACHINES + "/" + machine).then().body("queueLength", is(1));
    as(OWNER).get(PROCESSES + "?machineId=" + machine).then().body("total", is(1));
    as(OTHER).get(PROCESSES + "?machineId=" + machine).then().body("total", is(1));
    as(OTHER)
        .get(MACHINES + "/" + machine)
        .then()
        .body("currentProcess.id", nullValue(), "queueLength", is(1));
  }

  @Test
  void letsTenantsCallTheirMachinesAlikeAndTellsNothingOfIds() {
    var request = Map.of("name", Api.uniqueName("gpu"), "address", "gpu-1.example.org");
    for (var tenant : List.of(OWNER, OTHER)) {
      register(as(tenant), request).statusCode(201);
      register(as(tenant), request)
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:name-taken"));
    }
    var id = machine(as(OWNER));
    register(
            as(OTHER),
            Map.of("id", id, "name", Api.uniqueName("gpu"), "address", "gpu-1.example.org"))
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:id-taken"));
    var process = process(OWNER, machine(as(OWNER)));
    as(OTHER)
        .contentType("application/json")
        .body(
            Map.of(
                "id",
                process,
                "templateId",
                FakeTemplateServiceResource.TEMPLATE,
                "machineId",
                machine(as(OTHER))))
        .post(PROCESSES)
        .then()
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:id-taken"));
  }

  @Test
  void keepsTheTenantOfAProcessWhoeverReports() {
    var machine = UUID.fromString(machine(asSystem()));
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = UUID.fromString(process(OWNER, machine.toString()));
      as(OWNER).noContentType().post(PROCESSES + "/" + process + "/start").then().statusCode(202);
      agent.awaitStart(process, 1);
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.await()
          .until(
              () -> as(OWNER).get(PROCESSES + "/" + process).then().extract().path("status"),
              "RUNNING"::equals);
      as(OWNER).get(PROCESSES + "/" + process + "/stages").then().body("total", is(1));
      assertThat(events.about(process, 4))
          .allSatisfy(event -> assertThat(event.tenant()).contains(OWNER))
          .extracting(event -> event.type())
          .contains(EventType.PROCESS_STAGE, EventType.PROCESS_RUNNING);
    }
  }

  private static String machine(RequestSpecification somebody) {
    return register(somebody, Map.of("name", Api.uniqueName("gpu"), "address", "gpu-1.example.org"))
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static ValidatableResponse register(
      RequestSpecification somebody, Map<String, String> request) {
    return somebody.contentType("application/json").body(request).post(MACHINES).then();
  }

  private static String process(String tenant, String machine) {
    return create(tenant, machine).statusCode(201).extract().path("id");
  }

  private static ValidatableResponse create(String tenant, String machine) {
    return create(tenant, machine, false);
  }

  private static ValidatableResponse create(String tenant, String machine, boolean queue) {
    return as(tenant)
        .contentType("application/json")
        .body(
            Map.of(
                "templateId", FakeTemplateServiceResource.TEMPLATE,
                "machineId", machine,
                "queue", queue))
        .post(PROCESSES)
        .then();
  }

  private static RequestSpecification as(String tenant) {
    return given().auth().oauth2(Tokens.of("admin", tenant));
  }

  private static RequestSpecification asSystem() {
    return given().auth().oauth2(Tokens.of("system-admin"));
  }
}
