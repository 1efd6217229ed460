package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStageEvent;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import dev.trainyard.process.FakeTemplateServiceResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class ProcessIT {
  private static final String PROCESSES = "/api/v1/processes";

  @Test
  void runsFromCreatedToSucceeded() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202).body("status", is("STARTING"), "attempt", is(1));
      var command = agent.awaitStart(process, 1);
      assertThat(command.datasetDigest()).isEqualTo(FakeTemplateServiceResource.DIGEST);
      assertThat(command.templateRevision()).isEqualTo(3);
      assertThat(command.parameters().iterations()).isEqualTo(300);
      assertThat(command.resume()).isFalse();

      for (var stage : LaunchStage.values()) {
        var phase = stage == LaunchStage.RUN_STARTED ? RunPhase.TRAINING : RunPhase.LAUNCHING;
        agent.report(process, 1, phase, stage);
      }
      Api.awaitStatus(process, "RUNNING");
      agent.progress(150, 42.5, evaluation(150));
      Api.await().until(() -> Api.process(process).extract().path("iteration"), is(150));
      Api.process(process)
          .body("iterations", is(300), "remainingSeconds", is(42.5f))
          .body("remainingSecondsLow", is(38.25f), "remainingSecondsHigh", is(51.0f))
          .body("latestMetrics.trainLoss", is(0.25f))
          .body("latestEvaluation.averagePrecision", is(0.96f))
          .body("stage", is("RUN_STARTED"), "runningAt", not(nullValue()));
      var held = Api.get("/api/v1/machines/" + machine).extract();
      assertThat(Instant.parse(held.path("expectedFreeAt")))
          .isEqualTo(Instant.parse(held.path("lastSeenAt")).plusMillis(42_500));
      var model = UUID.randomUUID();
      agent.report(process, 1, RunPhase.UPLOADING, null);
      agent.reportSuccess(process, 1, model);
      Api.awaitStatus(process, "SUCCEEDED");
      Api.process(process)
          .body("modelId", is(model.toString()), "finishedAt", not(nullValue()))
          .body(
              "remainingSeconds",
              nullValue(),
              "allowedActions",
              contains("DISABLE", "DELETE", "CLONE"));
      Api.get("/api/v1/machines/" + machine).body("currentProcess", nullValue());
      Api.get(PROCESSES + "/" + process + "/stages")
          .statusCode(200)
          .body("items.stage", is(List.of(LaunchStage.values()).stream().map(Enum::name).toList()))
          .body("total", is(8), "items[0].failed", is(false));

      assertThat(events.about(process, 12).stream())
          .filteredOn(event -> event.type() != EventType.PROCESS_STAGE)
          .extracting(event -> event.type())
          .containsExactly(
              EventType.PROCESS_CREATED,
              EventType.PROCESS_STARTED,
              EventType.PROCESS_RUNNING,
              EventType.PROCESS_SUCCEEDED);
      assertThat(events.about(process, 12).get(11).dataAs(ProcessEvent.class).modelId())
          .isEqualTo(model);
    }
  }

  @Test
  void showsWhatItWasMadeOf() {
    var machine = Api.registerMachine();
    var request = Api.processOn(machine);
    request.put("datasetId", FakeTemplateServiceResource.DATASET);
    Api.post(PROCESSES, request)
        .statusCode(201)
        .body("author", is("admin"))
        .header("Location", matchesPattern(".*/api/v1/processes/[0-9a-f-]{36}"))
        .body("name", matchesPattern("letters-[0-9]{8}-[0-9]{6}"))
        .body("status", is("CREATED"), "enabled", is(true), "attempt", is(0))
        .body("project.name", is("mail"), "template.name", is("letters"))
        .body("machine.id", is(machine.toString()), "machine.available", is(false))
        .body("dataset.name", is("digits"), "dataset.version", is(2))
        .body("modelType", is("classifier"), "baseModel", is("base-resnet18"))
        .body("parameters.iterations", is(300), "parameters.batchSize", is(2))
        .body("allowedActions", contains("START", "DISABLE", "DELETE", "CLONE"));
  }

  @Test
  void stopsAndGoesOn() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = Api.createProcess(machine);
      Api.act(process, "stop").statusCode(409).body("status", is("CREATED"));
      Api.act(process, "start").statusCode(202);
      Api.json("").post(PROCESSES + "/" + process + "/start").then().body("attempt", is(1));
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");

      Api.act(process, "stop").statusCode(202).body("status", is("STOPPING"));
      Api.act(process, "stop").statusCode(202).body("status", is("STOPPING"));
      Api.act(process, "start")
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:illegal-transition"))
          .body(
              "status", is("STOPPING"), "allowedActions", contains("RESTART", "DISABLE", "CLONE"));
      assertThat(agent.awaitStop(process, 1).graceSeconds()).isEqualTo(60);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");

      Api.act(process, "start").statusCode(202).body("attempt", is(2));
      assertThat(agent.awaitStart(process, 2).resume()).isTrue();
      var failure = new Failure(FailureCause.OUT_OF_MEMORY, "Take a smaller batch.", List.of("x"));
      agent.reportFailure(process, 2, LaunchStage.DATASET_DOWNLOADED, failure);
      Api.awaitStatus(process, "FAILED");
      Api.process(process)
          .body("failure.cause", is("OUT_OF_MEMORY"), "failure.logTail", contains("x"));
      Api.json("{\"fromScratch\": true}")
          .post(PROCESSES + "/" + process + "/start")
          .then()
          .statusCode(202)
          .body("attempt", is(3), "failure", nullValue());
      assertThat(agent.awaitStart(process, 3).resume()).isFalse();
      Api.act(process, "stop").statusCode(202);
    }
  }

  @Test
  void saysWhichStageFailed() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202);
      agent.report(process, 1, RunPhase.LAUNCHING, LaunchStage.PIPELINE_STARTED);
      agent.reportFailure(
          process,
          1,
          LaunchStage.STORAGE_PREPARED,
          new Failure(FailureCause.STORAGE_ERROR, "The disk is full.", null));
      Api.awaitStatus(process, "FAILED");
      Api.process(process).body("stage", is("PIPELINE_STARTED"));
      Api.get(PROCESSES + "/" + process + "/stages")
          .body("items.stage", contains("PIPELINE_STARTED", "STORAGE_PREPARED"))
          .body("items.failed", contains(false, true));
      var about = events.about(process, 5);
      assertThat(about.get(3).dataAs(ProcessStageEvent.class).failed()).isTrue();
      assertThat(about.get(4).type()).isEqualTo(EventType.PROCESS_FAILED);
    }
  }

  @Test
  void refusesWhatIsSwitchedOff() {
    var machine = Api.registerMachine();
    var process = Api.createProcess(machine);
    Api.act(process, "disable").statusCode(200).body("enabled", is(false));
    Api.act(process, "start")
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:process-disabled"))
        .body("allowedActions", contains("ENABLE", "CLONE"));
    Api.delete(PROCESSES + "/" + process).statusCode(409);
    Api.act(process, "enable").statusCode(200).body("enabled", is(true));
    Api.delete(PROCESSES + "/" + process).statusCode(204);
    Api.get(PROCESSES + "/" + process).statusCode(404);
    try (var events = new Events()) {
      assertThat(events.typesAbout(process, 4))
          .containsExactly(
              EventType.PROCESS_CREATED,
              EventType.PROCESS_DISABLED,
              EventType.PROCESS_ENABLED,
              EventType.PROCESS_DELETED);
    }
  }

  @Test
  void wantsAMachineThatIsReady() {
    var machine = Api.registerMachine();
    var process = Api.createProcess(machine);
    Api.act(process, "start")
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-unavailable"));
    Api.post("/api/v1/machines/" + machine + "/disable").statusCode(200);
    Api.act(process, "start")
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-disabled"));
    Api.process(process).body("status", is("CREATED"), "attempt", is(0));
    Api.delete(PROCESSES + "/" + process).statusCode(204);
    Api.post(PROCESSES, Api.processOn(machine))
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-disabled"));
  }

  @Test
  void aRunOnASilentMachineCanOnlyBeStopped() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = agent.train();
      agent.fallSilent();
      Api.awaitAvailability(machine, "NO");
      Api.json(Map.of("queue", true))
          .post(PROCESSES + "/" + process + "/restart")
          .then()
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:machine-unavailable"))
          .body("detail", containsString("can only be stopped"))
          .body("detail", not(containsString("queue")))
          .body("allowedActions", contains("STOP", "DISABLE", "CLONE"));
      Api.act(process, "stop").statusCode(202).body("status", is("STOPPING"));
    }
  }

  @Test
  void refusesWhatItsStateDoesNotAllow() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var created = Api.createProcess(machine);
      Api.act(created, "restart")
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:illegal-transition"))
          .body("status", is("CREATED"), "processId", is(created.toString()))
          .body("allowedActions", contains("START", "DISABLE", "DELETE", "CLONE"));
      Api.process(created).body("status", is("CREATED"), "attempt", is(0));
      Api.delete(PROCESSES + "/" + created).statusCode(204);

      var running = agent.train();
      Api.delete(PROCESSES + "/" + running)
          .statusCode(409)
          .contentType("application/problem+json")
          .body("type", is("urn:trainyard:problem:illegal-transition"))
          .body("status", is("RUNNING"), "processId", is(running.toString()))
          .body("allowedActions", contains("STOP", "RESTART", "DISABLE", "CLONE"));
      Api.process(running).body("status", is("RUNNING"));
    }
  }

  @Test
  void listsByMachineStatusTemplateProjectAndBaseModel() {
    var machine = Api.registerMachine();
    var process = Api.createProcess(machine).toString();
    var mine = PROCESSES + "?machineId=" + machine;
    Api.get(mine).statusCode(200).body("items.id", contains(process), "total", is(1));
    Api.get(mine + "&status=CREATED").body("total", is(1));
    Api.get(mine + "&status=RUNNING").body("total", is(0));
    Api.get(mine + "&status=RUNNING&status=CREATED").body("total", is(1));
    Api.get(mine + "&search=LETTERS-2").body("total", is(1));
    Api.get(mine + "&search=%").body("total", is(0));
    Api.get(mine + "&createdFrom=2026-01-01T00:00:00Z").body("total", is(1));
    Api.get(mine + "&createdTo=2026-01-01T00:00:00Z").body("total", is(0));
    Api.get(mine + "&createdTo=yesterday")
        .statusCode(400)
        .body("violations[0].field", is("createdTo"));
    Api.get(mine + "&templateId=" + FakeTemplateServiceResource.TEMPLATE).body("total", is(1));
    Api.get(mine + "&templateId=" + UUID.randomUUID()).body("total", is(0));
    Api.get(mine + "&projectId=" + FakeTemplateServiceResource.PROJECT).body("total", is(1));
    Api.get(mine + "&projectId=" + UUID.randomUUID()).body("total", is(0));
    Api.get(mine + "&baseModel=Base-ResNet18").body("total", is(1));
    Api.get(mine + "&baseModel=base-resnet18&status=CREATED&status=FAILED").body("total", is(1));
    Api.get(mine + "&baseModel=base-resnet1").body("total", is(0));
    Api.get(PROCESSES + "?size=1&sort=createdAt,desc").body("items.id", contains(process));
    Api.get(PROCESSES + "/" + process).body("id", endsWith(process));
  }

  @Test
  void listsInTheOrderThatIsWanted() {
    var common = Api.uniqueName("sorted");
    var beta = queued(common + "-beta");
    var alpha = queued(common + "-alpha");
    Api.post(PROCESSES + "/" + beta + "/stop").statusCode(202).body("status", is("STOPPED"));
    var mine = PROCESSES + "?search=" + common;
    Api.get(mine).statusCode(200).body("items.id", contains(alpha, beta), "total", is(2));
    Api.get(mine + "&sort=createdAt,asc").body("items.id", contains(beta, alpha));
    Api.get(mine + "&sort=name").body("items.id", contains(alpha, beta));
    Api.get(mine + "&sort=name,desc").body("items.id", contains(beta, alpha));
    Api.get(mine + "&sort=status").body("items.status", contains("CREATED", "STOPPED"));
    Api.get(mine + "&sort=updatedAt,desc").body("items.id", contains(beta, alpha));
    Api.get(mine + "&sort=name&size=1&page=1").body("items.id", contains(beta), "total", is(2));
  }

  /** A start that waits, on a machine of its own. */
  private static String queued(String name) {
    var request = Api.processOn(Api.registerMachine());
    request.put("name", name);
    request.put("queue", true);
    return Api.post(PROCESSES, request).statusCode(201).extract().path("id");
  }

  private static MetricPoint evaluation(int iteration) {
    return new MetricPoint(
        iteration, 1.5, Instant.now(), 0.001, 0.25, 120.0, 42.5, 40.0, 48.0, 0.96, 0.95, 0.3);
  }
}
