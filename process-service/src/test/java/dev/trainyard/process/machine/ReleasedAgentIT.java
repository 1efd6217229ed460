package dev.trainyard.process.machine;

import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent of the last release: its messages are those that were frozen with it. */
@QuarkusTest
@Backends
class ReleasedAgentIT {
  private static final Path SAMPLES =
      Path.of("../libs/contracts/src/test/resources/released/samples");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full"})
  void isHeardAndItsRunIsFollowedToTheEnd(String sample) throws IOException {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      agent.fallSilent();
      beat(agent, machine, sample, null);
      awaitVersion(machine, "text");

      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202);
      agent.awaitStart(process, 1);
      agent.send(EventType.RUN_REPORT, process, report(machine, process, sample, 1, "TRAINING"));
      Api.awaitStatus(process, "RUNNING");
      beat(agent, machine, sample, report(machine, process, sample, 1, "TRAINING"));
      var last = report(machine, process, "full", 2, "SUCCEEDED");
      agent.send(EventType.RUN_REPORT, process, last);
      Api.awaitStatus(process, "SUCCEEDED");
      Api.get("/api/v1/processes/" + process).body("modelId", is(last.get("modelId").asText()));
    }
  }

  /** With the ids and times of here, and nothing else that the sample does not have. */
  private static void beat(FakeAgent agent, UUID machine, String sample, ObjectNode report)
      throws IOException {
    var heartbeat = read("Heartbeat", sample);
    heartbeat.put("machineId", machine.toString());
    heartbeat.put("agentId", agent.agentId().toString());
    heartbeat.put("incarnation", 1);
    heartbeat.put("sequence", agent.nextHeartbeat());
    heartbeat.put("time", Instant.now().toString());
    heartbeat.remove("run");
    if (report != null) {
      var run = read("Heartbeat", "full").withObject("/run");
      run.set("report", report);
      heartbeat.set("run", run);
    }
    agent.send(EventType.HEARTBEAT, machine, heartbeat);
  }

  private static ObjectNode report(
      UUID machine, UUID process, String sample, int sequence, String phase) throws IOException {
    var report = read("RunReport", sample);
    report.put("machineId", machine.toString());
    report.put("processId", process.toString());
    report.put("attempt", 1);
    report.put("sequence", sequence);
    report.put("phase", phase);
    report.put("occurredAt", Instant.now().toString());
    report.remove("failure");
    return report;
  }

  private static void awaitVersion(UUID machine, String version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                version.equals(
                    Api.get("/api/v1/machines/" + machine).extract().path("agentVersion")));
  }

  private static ObjectNode read(String type, String sample) throws IOException {
    return (ObjectNode)
        JSON.readTree(SAMPLES.resolve("%s.%s.json".formatted(type, sample)).toFile());
  }
}
