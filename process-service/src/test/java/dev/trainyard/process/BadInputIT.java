package dev.trainyard.process;

import static dev.trainyard.process.FakeTemplateServiceResource.DOWN;
import static dev.trainyard.process.FakeTemplateServiceResource.TEMPLATE;
import static dev.trainyard.process.FakeTemplateServiceResource.WITHOUT_DATASET;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is answered with what is wrong with which field, and leaves nothing behind. */
@QuarkusTest
@Backends
class BadInputIT {
  private static final String MACHINES = "/api/v1/machines";
  private static final String PROCESSES = "/api/v1/processes";

  private int machinesBefore;
  private int processesBefore;

  @BeforeEach
  void count() {
    machinesBefore = total(MACHINES);
    processesBefore = total(PROCESSES);
  }

  @AfterEach
  void nothingWasStored() {
    Api.get(MACHINES).body("total", is(machinesBefore));
    Api.get(PROCESSES).body("total", is(processesBefore));
  }

  @Test
  void malformedJson() {
    refused(Api.post(MACHINES, "{\"name\": "), 400).body("violations.field", contains("body"));
    refused(Api.post(PROCESSES, "{]"), 400).body("violations.field", contains("body"));
    refused(Api.post(MACHINES, ""), 400);
  }

  @Test
  void fieldsThatAreMissingUnknownOrOfTheWrongType() {
    refused(Api.post(MACHINES, "{}"), 400).body("violations.field", contains("address", "name"));
    refused(Api.post(PROCESSES, "{}"), 400)
        .body("violations.field", contains("machineId", "templateId"));
    refused(Api.post(MACHINES, Map.of("name", "a", "address", "b", "color", "red")), 400)
        .body("violations.field", contains("color"));
    refused(Api.post(PROCESSES, Map.of("templateId", "7", "machineId", UUID.randomUUID())), 400)
        .body("violations.field", contains("templateId"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"my machine", "", "a/b", "<b>"})
  void namesThatAreNone(String name) {
    refused(Api.post(MACHINES, Map.of("name", name, "address", "gpu-1")), 400)
        .body("violations.field", contains("name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu 1", "", "машина", "http://gpu-1", "1::2::3"})
  void addressesThatAreNone(String address) {
    refused(Api.post(MACHINES, Map.of("name", Api.uniqueName("gpu"), "address", address)), 400)
        .body("violations.field", contains("address"));
  }

  @Test
  void idsThatNothingHas() {
    var id = UUID.randomUUID();
    refused(Api.get(MACHINES + "/" + id), 404);
    refused(Api.get(PROCESSES + "/" + id), 404);
    refused(Api.get(PROCESSES + "/" + id + "/stages"), 404);
    refused(Api.act(id, "start"), 404);
    refused(Api.act(id, "stop"), 404);
    refused(Api.delete(PROCESSES + "/" + id), 404);
    refused(Api.get(MACHINES + "/no-uuid"), 404);
  }

  @Test
  void aProcessOfThingsThatDoNotExist() {
    var nobody = UUID.randomUUID();
    refused(Api.post(PROCESSES, Map.of("templateId", TEMPLATE, "machineId", nobody)), 400)
        .body("violations.field", contains("machineId"));
    var machine = registered();
    refused(Api.post(PROCESSES, Map.of("templateId", nobody, "machineId", machine)), 400)
        .body("violations.field", contains("templateId"));
    var request = Api.processOn(machine);
    request.put("datasetId", nobody);
    refused(Api.post(PROCESSES, request), 400).body("violations.field", contains("datasetId"));
    request.remove("datasetId");
    request.put("name", "my process");
    refused(Api.post(PROCESSES, request), 400).body("violations.field", contains("name"));
    refused(Api.post(PROCESSES, Map.of("templateId", WITHOUT_DATASET, "machineId", machine)), 409)
        .body("type", is("urn:trainyard:problem:no-dataset"));
    refused(Api.post(PROCESSES, Map.of("templateId", DOWN, "machineId", machine)), 503)
        .body("dependency", is("template-service"));
  }

  @Test
  void listsThatCannotBe() {
    refused(Api.get(PROCESSES + "?status=SLEEPING"), 400)
        .body("violations.field", contains("status"));
    refused(Api.get(PROCESSES + "?machineId=gpu-1"), 400)
        .body("violations.field", contains("machineId"));
    refused(Api.get(MACHINES + "?sort=color"), 400).body("violations.field", contains("sort"));
    refused(Api.get(MACHINES + "?size=0"), 400).body("violations.field", contains("size"));
  }

  @Test
  void aMediaTypeThatIsNotRead() {
    var response = RestAssured.given().contentType("text/plain").body("gpu-1").post(MACHINES);
    refused(response.then(), 415);
  }

  private UUID registered() {
    machinesBefore++;
    return Api.registerMachine();
  }

  private static ValidatableResponse refused(ValidatableResponse response, int status) {
    return response.statusCode(status).contentType("application/problem+json");
  }

  private static int total(String path) {
    return Api.get(path).statusCode(200).extract().path("total");
  }
}
