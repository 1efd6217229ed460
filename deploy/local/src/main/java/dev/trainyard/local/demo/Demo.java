package dev.trainyard.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.PlatformException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Does what a user does, through the public REST API only: from a project to the model in the
 * registry.
 */
public final class Demo {
  private static final Duration MACHINE_LIMIT = Duration.ofSeconds(60);
  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(15);
  private static final long POLL_MILLIS = 1_000;
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "STOPPED");

  private final ApiClient api;
  private final ApiClient quietApi;
  private final UUID machineId;
  private final String suffix;
  private final PrintStream out;

  /**
   * @param address the one address of the platform
   * @param token of an administrator, who may add a machine
   * @param machineId the id the agent of this machine works under
   * @param suffix makes the names of this demo its own, so that it can be run again on kept data
   * @param out where to tell what happens
   */
  public Demo(URI address, String token, UUID machineId, String suffix, PrintStream out) {
    Consumer<String> shown = line -> out.println("  " + line);
    this.api = new ApiClient(address, token, shown);
    this.quietApi = new ApiClient(address, token, line -> {});
    this.machineId = machineId;
    this.suffix = suffix;
    this.out = out;
  }

  /**
   * Makes a project, uploads the dataset, makes a template, a machine and a process.
   *
   * @return the process's id
   */
  public String prepare(Path dataset) throws InterruptedException, IOException {
    out.println("1. A project holds datasets and templates");
    var project =
        api.post("/api/v1/projects", "{\"name\": \"digits-%s\"}".formatted(suffix)).orThrow();
    out.println("2. A dataset: " + dataset.getFileName());
    var uploaded =
        api.upload(
                "/api/v1/projects/" + id(project) + "/datasets?name=digits",
                dataset,
                "application/zip")
            .orThrow();
    out.printf(
        "     %d train and %d test images in %d classes%n",
        uploaded.get("trainImages").asInt(),
        uploaded.get("testImages").asInt(),
        uploaded.get("classes").size());
    out.println("3. A template says how to train");
    var template =
        api.post(
                "/api/v1/projects/" + id(project) + "/templates",
                """
                {"name": "digits-quick", "modelType": "classifier", "baseModel": "base-resnet18",
                   "datasetId": "%s", "parameters": %s}"""
                    .formatted(id(uploaded), DemoParameters.JSON))
            .orThrow();
    out.println("4. A target machine: this one");
    api.post(
            "/api/v1/machines",
            "{\"id\": \"%s\", \"name\": \"this-machine\", \"address\": \"localhost\"}"
                .formatted(machineId))
        .orThrow();
    awaitMachine();
    out.println("5. A process runs the template on the machine");
    var process =
        api.post(
                "/api/v1/processes",
                "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                    .formatted(id(template), machineId))
            .orThrow();
    return id(process);
  }

  /** Starts the process. */
  public void start(String processId) throws InterruptedException {
    out.println("6. Start, and watch");
    api.post("/api/v1/processes/" + processId + "/start", "").orThrow();
    out.println("  GET    /api/v1/processes/" + processId + "   (every second)");
  }

  /**
   * Waits until the process has ended, showing how far it is.
   *
   * @return the process as it ended
   * @throws PlatformException if it does not end in time
   */
  public JsonNode awaitEnd(String processId) throws InterruptedException {
    var bar = new ProgressBar(out);
    var limit = Instant.now().plus(TRAINING_LIMIT);
    while (Instant.now().isBefore(limit)) {
      var answer = quietApi.get("/api/v1/processes/" + processId);
      // A service that is away for a moment is no reason to give up.
      if (answer.status() == 200) {
        bar.show(answer.body());
        if (FINAL.contains(answer.body().get("status").asText())) {
          bar.end();
          return answer.body();
        }
      }
      Thread.sleep(POLL_MILLIS);
    }
    bar.end();
    throw new PlatformException(
        "The process has not ended after " + TRAINING_LIMIT.toMinutes() + " min");
  }

  /**
   * Downloads the model that a process made and unpacks it.
   *
   * @param process the process as it ended
   * @param directory where to; made if absent
   * @return what is in it
   */
  public ModelArchive fetchModel(JsonNode process, Path directory)
      throws InterruptedException, IOException {
    if (!"SUCCEEDED".equals(process.get("status").asText())) {
      throw new PlatformException(
          "The process ended as "
              + process.get("status").asText()
              + ": "
              + process.path("failure"));
    }
    out.println("7. The model is in the registry");
    var modelId = process.get("modelId").asText();
    api.get("/api/v1/models/" + modelId).orThrow();
    Files.createDirectories(directory);
    var archive = directory.resolve("model.zip");
    api.download("/api/v1/models/" + modelId + "/archive", archive);
    return ModelArchive.unpack(archive, directory.resolve("model"));
  }

  private void awaitMachine() throws InterruptedException {
    var limit = Instant.now().plus(MACHINE_LIMIT);
    while (Instant.now().isBefore(limit)) {
      var machine = quietApi.get("/api/v1/machines/" + machineId).orThrow();
      if ("YES".equals(machine.path("availability").asText())) {
        return;
      }
      Thread.sleep(POLL_MILLIS / 4);
    }
    throw new PlatformException(
        "The agent of this machine shows no sign of life after "
            + MACHINE_LIMIT.toSeconds()
            + " s; see agent-service.log");
  }

  private static String id(JsonNode node) {
    return node.get("id").asText();
  }
}
