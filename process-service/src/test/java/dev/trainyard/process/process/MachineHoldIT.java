package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class MachineHoldIT {
  private static final String PROCESSES = "/api/v1/processes";
  private static final int RACERS = 50;

  @Test
  void givesAMachineToOneOfFiftyRacingCreates() {
    var machine = Api.registerMachine();
    var threads = Executors.newFixedThreadPool(RACERS);
    try {
      var answers =
          IntStream.range(0, RACERS)
              .mapToObj(
                  i ->
                      CompletableFuture.<ExtractableResponse<Response>>supplyAsync(
                          () -> Api.post(PROCESSES, Api.processOn(machine)).extract(), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
      var created = answers.stream().filter(answer -> answer.statusCode() == 201).toList();
      assertThat(created).hasSize(1);
      String holder = created.get(0).path("id");
      var refused = answers.stream().filter(answer -> answer.statusCode() == 409).toList();
      assertThat(refused).hasSize(RACERS - 1);
      assertThat(refused)
          .allSatisfy(
              answer -> {
                assertThat(answer.<String>path("type"))
                    .isEqualTo("urn:trainyard:problem:machine-busy");
                assertThat(answer.<String>path("processId")).isEqualTo(holder);
                assertThat(answer.<String>path("machineId")).isEqualTo(machine.toString());
              });
      Api.get(PROCESSES + "?machineId=" + machine).body("total", is(1));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void refusesToStartAFinishedProcessWhileAnotherHoldsTheMachine() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var first = Api.createProcess(machine);
      Api.act(first, "start").statusCode(202);
      agent.report(first, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(first, "STOPPED");
      var second = Api.createProcess(machine);
      Api.act(first, "start")
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:machine-busy"))
          .body("processId", is(second.toString()));
      Api.process(first).body("status", is("STOPPED"), "attempt", is(1));
      Api.delete(PROCESSES + "/" + second).statusCode(204);
      Api.act(first, "start").statusCode(202).body("attempt", is(2));
    }
  }
}
