package dev.trainyard.local.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.EventLog;
import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PlatformException;
import dev.trainyard.local.PortName;
import dev.trainyard.local.Ports;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A platform with all that breaks it, and a project, a dataset and a machine to train on. Used by
 * one test at a time.
 */
final class ChaosPlatform implements AutoCloseable {
  /** What any single thing may take while parts are away or come back, on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Time-outs of seconds instead of minutes, so that a test can outlast them. */
  static final Map<String, Map<String, String>> SHORT_TIMEOUTS =
      Map.of(
          "process-service",
          Map.of(
              "TRAINYARD_MACHINE_UNAVAILABLE_AFTER", "5s",
              "TRAINYARD_MACHINE_CHECK_INTERVAL", "1s",
              "TRAINYARD_PROCESS_AGENT_LOST_TIMEOUT", "60s",
              "TRAINYARD_PROCESS_CHECK_INTERVAL", "1s",
              "TRAINYARD_PROCESS_COMMAND_TIMEOUT", "4s"),
          "agent-service",
          Map.of(
              "TRAINYARD_AGENT_HEARTBEAT_INTERVAL", "1s",
              // Enough for a trainer on a busy machine, and less than PATIENCE for one that hangs.
              "TRAINYARD_AGENT_TRAINER_STALL_TIMEOUT", "60s"));

  private final Platform platform;
  private final StorageGate storage;
  private final AgentDisk disk;
  private final TrainerWatch trainers;
  private final Faults faults;
  private final ApiClient api;
  private final AtomicInteger names = new AtomicInteger();
  private String projectId;
  private String datasetId;

  private ChaosPlatform(
      Platform platform, StorageGate storage, AgentDisk disk, TrainerWatch trainers) {
    this.platform = platform;
    this.storage = storage;
    this.disk = disk;
    this.trainers = trainers;
    this.faults = new Faults(platform);
    this.api = new ApiClient(platform.address(), platform.token("admin"), line -> {});
  }

  /**
   * Starts everything.
   *
   * @param directory an empty one
   * @param environment the services' settings, by name
   */
  static ChaosPlatform start(Path directory, Map<String, Map<String, String>> environment)
      throws InterruptedException, IOException {
    Chance.seed();
    var data = directory.resolve("data").toAbsolutePath();
    var ports = Ports.free();
    var storage = new StorageGate(ports.of(PortName.S3));
    var disk = new AgentDisk(data.resolve("agent"));
    var settings = new HashMap<String, Map<String, String>>();
    environment.forEach((service, values) -> settings.put(service, new HashMap<>(values)));
    for (var service : new String[] {"template-service", "model-registry-service"}) {
      settings
          .computeIfAbsent(service, name -> new HashMap<>())
          .put("TRAINYARD_STORAGE_ENDPOINT", storage.endpoint());
    }
    var installation = Installation.fromSystemProperty();
    Platform platform;
    try {
      platform =
          Platform.start(
              new Platform.Settings(installation, data, "127.0.0.1", ports, true, settings),
              line -> Narration.tell("%s", line));
    } catch (RuntimeException | InterruptedException e) {
      storage.close();
      disk.close();
      throw e;
    }
    var chaos = new ChaosPlatform(platform, storage, disk, new TrainerWatch(data.resolve("agent")));
    try {
      chaos.prepare(installation.digits());
      return chaos;
    } catch (RuntimeException | InterruptedException | IOException e) {
      chaos.close();
      throw e;
    }
  }

  /** The one address for clients, asked once. */
  ApiClient api() {
    return api;
  }

  /** The project that all trainings belong to. */
  String projectId() {
    return projectId;
  }

  /** Returns when there is nothing at a path; what is deleted may take a second try. */
  void awaitGone(String path) {
    awaiting(path + " is gone")
        .ignoreExceptionsMatching(PlatformException.class::isInstance)
        .until(() -> List.of(404, 204).contains(api.delete(path).status()));
    awaiting(path + " is not there")
        .ignoreExceptionsMatching(PlatformException.class::isInstance)
        .until(() -> api.get(path).status() == 404);
  }

  Faults faults() {
    return faults;
  }

  StorageGate storage() {
    return storage;
  }

  AgentDisk disk() {
    return disk;
  }

  TrainerWatch trainers() {
    return trainers;
  }

  EventLog events() {
    return new EventLog(platform.kafkaAdministrator());
  }

  /** The agent's files of a process. */
  Path runDirectory(String processId) {
    return platform.logs().resolveSibling("agent").resolve("runs").resolve(processId);
  }

  /** Begins to repeat messages; ends when it is told to. */
  MessageEcho echo(Random random) {
    return new MessageEcho(platform.kafkaAdministrator(), random);
  }

  /** A process that trains the sample, created and not yet started; its machine is idle. */
  Training training(String name, int iterations) throws IOException, InterruptedException {
    forgetMaterial();
    var unique = name + "-" + names.incrementAndGet();
    var template =
        post(
            "/api/v1/projects/" + projectId + "/templates",
            """
            {"name": "%s", "modelType": "classifier", "baseModel": "base-resnet18", "datasetId": "%s",
             "parameters": {"device": "CPU", "imageSize": 32, "batchSize": 16, "iterations": %d,
               "learningRate": 0.03, "augmentation": "NONE", "evaluationInterval": %d,
               "updatePeriodSeconds": 1, "checkpointIntervalSeconds": 1, "dataLoaderWorkers": 1}}"""
                .formatted(unique, datasetId, iterations, iterations));
    var process =
        post(
            "/api/v1/processes",
            "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                .formatted(template.get("id").asText(), platform.machineId()));
    Narration.tell("process %s is %s", process.get("id").asText(), unique);
    return new Training(this, process.get("id").asText(), iterations);
  }

  /** The machine has no dataset and no base model, so that faults meet their download. */
  private void forgetMaterial() throws IOException {
    for (var cache : List.of("datasets", "base-models")) {
      var directory = platform.logs().resolveSibling("agent").resolve(cache);
      if (Files.isDirectory(directory)) {
        try (var files = Files.walk(directory)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            if (!file.equals(directory)) {
              Files.delete(file);
            }
          }
        }
      }
    }
  }

  /** Starts a second process service beside the first. */
  Replica startProcessReplica() throws IOException, InterruptedException {
    return startReplica("process-service", Map.of());
  }

  /** Starts a second agent with the same machine id and key; without the key nobody hears it. */
  Replica startRivalAgent(Path data) throws IOException, InterruptedException {
    var key = platform.logs().resolveSibling("agent").resolve("agent.key");
    Files.copy(
        key,
        Files.createDirectories(data).resolve("agent.key"),
        StandardCopyOption.COPY_ATTRIBUTES);
    return startReplica("agent-service", Map.of("TRAINYARD_AGENT_DATA_DIRECTORY", data.toString()));
  }

  private Replica startReplica(String service, Map<String, String> environment)
      throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var name = platform.startReplica(service, port, environment);
    return new Replica(
        name,
        new ApiClient(URI.create("http://127.0.0.1:" + port), platform.token("admin"), line -> {}));
  }

  /** A service that the gateway does not know. */
  final class Replica {
    private final String name;
    private final ApiClient itsApi;

    private Replica(String name, ApiClient itsApi) {
      this.name = name;
      this.itsApi = itsApi;
    }

    /** What it says of a path. */
    JsonNode get(String path) throws InterruptedException {
      return insist("GET " + path + " from " + name, () -> itsApi.get(path));
    }

    void kill() throws InterruptedException {
      platform.kill(name);
    }
  }

  /** The machine as the process service shows it. */
  JsonNode machine() throws InterruptedException {
    return get("/api/v1/machines/" + platform.machineId());
  }

  /** Returns once the machine is shown as {@code YES}, {@code NO} or {@code DISABLED}. */
  void awaitAvailability(String wanted) {
    awaiting("the machine is shown as " + wanted)
        .until(() -> machine().path("availability").asText().equals(wanted));
  }

  /** Asks until there is an answer: parts may be away. */
  JsonNode get(String path) throws InterruptedException {
    return insist("GET " + path, () -> api.get(path));
  }

  /** Posts until there is an answer; every action is idempotent, so a lost answer does no harm. */
  JsonNode post(String path, String json) throws InterruptedException {
    return insist("POST " + path, () -> api.post(path, json));
  }

  /** Lets a fault last. */
  static void letPass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
  }

  static org.awaitility.core.ConditionFactory awaiting(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
  }

  /** Puts everything in order for the next scenario, whatever the last one left. */
  void mend() throws InterruptedException, IOException {
    storage.refuseUploads(false);
    if (disk.present()) {
      disk.free();
    }
    faults.mend();
    awaitAvailability("YES");
    for (var process : get("/api/v1/processes?machineId=" + platform.machineId()).get("items")) {
      var id = process.get("id").asText();
      switch (process.get("status").asText()) {
        case "CREATED" -> api.delete("/api/v1/processes/" + id);
        case "STARTING", "RUNNING", "STOPPING" -> {
          post("/api/v1/processes/" + id + "/stop", "");
          new Training(this, id, 0).awaitEnd();
        }
        default -> {
          // It has ended.
        }
      }
    }
  }

  @Override
  public void close() {
    platform.close();
    trainers.close();
    storage.close();
    disk.close();
  }

  private void prepare(Path dataset) throws InterruptedException, IOException {
    projectId = post("/api/v1/projects", "{\"name\": \"chaos\"}").get("id").asText();
    datasetId =
        api.upload(
                "/api/v1/projects/" + projectId + "/datasets?name=digits",
                dataset,
                "application/zip")
            .orThrow()
            .get("id")
            .asText();
    awaiting("the agent registers its machine")
        .until(() -> api.get("/api/v1/machines/" + platform.machineId()).status() == 200);
    awaitAvailability("YES");
  }

  /** Does something until there is an answer that is no failure of the platform. */
  static JsonNode insist(String what, Callable<ApiClient.Answer> call) {
    var answered = new AtomicReference<ApiClient.Answer>();
    awaiting(what)
        .ignoreExceptionsMatching(PlatformException.class::isInstance)
        .until(
            () -> {
              answered.set(call.call());
              return answered.get().status() < 500;
            });
    return answered.get().orThrow();
  }
}
