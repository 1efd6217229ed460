package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.FakeTemplateServiceResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A process has its dataset kept for it, or is not made. */
@QuarkusTest
@Backends
class DatasetHoldIT {
  private static final String PROCESSES = "/api/v1/processes";

  @Test
  void theDatasetIsKeptForWhatIsMade() {
    var process = Api.createProcess(Api.registerMachine());
    assertThat(FakeTemplateServiceResource.isHeldFor(process)).isTrue();
    String copy =
        Api.post(PROCESSES + "/" + process + "/clone", Map.of("machineId", Api.registerMachine()))
            .statusCode(201)
            .extract()
            .path("id");
    assertThat(FakeTemplateServiceResource.isHeldFor(UUID.fromString(copy))).isTrue();
  }

  @Test
  void itIsReleasedWhenNothingIsMade() {
    var machine = Api.registerMachine();
    Api.createProcess(machine);
    var holders = FakeTemplateServiceResource.holders();
    Api.post(PROCESSES, Api.processOn(machine)).statusCode(409);
    assertThat(FakeTemplateServiceResource.holders()).isEqualTo(holders);
  }

  @Test
  void itIsNotAskedForWhereTheMachineCannotBeUsed() {
    var process = Api.createProcess(Api.registerMachine());
    var holders = FakeTemplateServiceResource.holders();
    Api.post(PROCESSES + "/" + process + "/clone", Map.of("machineId", UUID.randomUUID()))
        .statusCode(400);
    assertThat(FakeTemplateServiceResource.holders()).isEqualTo(holders);
  }

  @Test
  void aRepeatedRequestReleasesNothing() {
    var request = Api.processOn(Api.registerMachine());
    var id = UUID.randomUUID();
    request.put("id", id);
    Api.post(PROCESSES, request).statusCode(201);
    Api.post(PROCESSES, request).statusCode(200);
    assertThat(FakeTemplateServiceResource.isHeldFor(id)).isTrue();
  }

  @Test
  void nothingIsMadeOnADatasetThatIsGone() {
    var process = Api.createProcess(Api.registerMachine());
    var machine = Api.registerMachine();
    FakeTemplateServiceResource.withoutDataset(
        () -> {
          Api.post(PROCESSES, Api.processOn(machine))
              .statusCode(409)
              .body("type", is("urn:trainyard:problem:dataset-deleted"))
              .body("detail", containsString("Version 2 of dataset digits was deleted"));
          Api.post(PROCESSES + "/" + process + "/clone", Map.of("machineId", machine))
              .statusCode(409)
              .body("datasetId", is(FakeTemplateServiceResource.DATASET.toString()));
        });
    Api.get(PROCESSES + "?machineId=" + machine).body("total", is(0));
  }

  @Test
  void nothingIsMadeOnADatasetThatIsLost() {
    var machine = Api.registerMachine();
    FakeTemplateServiceResource.withLostArchive(
        () ->
            Api.post(PROCESSES, Api.processOn(machine))
                .statusCode(409)
                .body("type", is("urn:trainyard:problem:archive-broken"))
                .body("detail", is("The archive is MISSING."))
                .body("datasetId", is(FakeTemplateServiceResource.DATASET.toString())));
    Api.get(PROCESSES + "?machineId=" + machine).body("total", is(0));
  }
}
