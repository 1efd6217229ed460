package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What users have on a platform: a trained model with all that it was made of, and a training under
 * way; and whether another platform has the same. Used by one test at a time.
 */
final class KeptWork {
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "STOPPED");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SHORT = 20;

  /** Not done before the test is. */
  private static final int LONG = 100_000;

  private final Platform platform;
  private final ApiClient api;
  private final State state;

  private KeptWork(Platform platform, State state) {
    this.platform = platform;
    this.api = new ApiClient(platform.address(), platform.token("admin"), line -> {});
    this.state = state;
  }

  /** What the platform said of it. */
  private record State(
      JsonNode project,
      JsonNode dataset,
      JsonNode template,
      JsonNode done,
      JsonNode model,
      JsonNode curves,
      JsonNode journal,
      JsonNode running) {}

  /** Makes it. */
  static KeptWork of(Platform platform) throws IOException, InterruptedException {
    var api = new ApiClient(platform.address(), platform.token("admin"), line -> {});
    return make(platform, api);
  }

  /** The same, expected on another platform. */
  KeptWork on(Platform other) {
    return new KeptWork(other, state);
  }

  /** All is as it was, file for file; {@code directory} takes the model's archive. */
  void assertIsThere(Path directory) throws Exception {
    assertSame("/api/v1/projects/", state.project);
    assertSame("/api/v1/datasets/", state.dataset);
    assertSame("/api/v1/templates/", state.template);
    assertSame("/api/v1/processes/", state.done);
    assertSame("/api/v1/models/", state.model);
    var model = "/api/v1/models/" + id(state.model);
    var archive = directory.resolve("restored-model.zip");
    api.download(model + "/archive", archive);
    assertThat(sha256(archive)).isEqualTo(state.model.get("sha256").asText());
    for (var file : List.of(model, "/api/v1/datasets/" + id(state.dataset))) {
      assertThat(api.post(file + "/integrity", "").orThrow().get("state").asText())
          .isEqualTo("INTACT");
    }
    for (var kind : List.of("models", "datasets")) {
      var compared = api.post("/api/v1/" + kind + "/reconciliation", "").orThrow();
      assertThat(compared.get("broken")).isEmpty();
      assertThat(compared.get("orphans")).isEmpty();
    }
    assertThat(curves(api, id(state.done))).isEqualTo(state.curves);
    assertThat(journal(api, id(state.done))).isEqualTo(state.journal);
    var verified = api.get("/api/v1/journal/verification").orThrow();
    assertThat(verified.get("intact").asBoolean()).as("%s", verified).isTrue();
  }

  /** The machine's run is its process's still, and obeys. */
  void assertRunGoesOn() throws InterruptedException {
    var process = "/api/v1/processes/" + id(state.running);
    var then = state.running.get("iteration").asInt();
    await("the run goes on")
        .atMost(PATIENCE)
        .until(
            () -> {
              var now = api.get(process).orThrow();
              return now.get("status").asText().equals("RUNNING")
                  && now.path("iteration").asInt() > then;
            });
    assertThat(api.get(process).orThrow().get("attempt").asInt()).isEqualTo(1);
    api.post(process + "/stop", "").orThrow();
    assertThat(awaitEnd(api, id(state.running)).get("status").asText()).isEqualTo("STOPPED");
  }

  /** The template trains another model on the dataset that came back, and all parts hear of it. */
  void assertTrainsAnew() throws InterruptedException {
    var process = train(api, platform, id(state.template));
    var ended = awaitEnd(api, process);
    assertThat(ended.get("status").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
    await("the journal has the end")
        .atMost(PATIENCE)
        .until(
            () ->
                journal(api, process)
                    .findValuesAsText("type")
                    .contains("dev.trainyard.process.succeeded"));
    var verified = api.get("/api/v1/journal/verification").orThrow();
    assertThat(verified.get("intact").asBoolean()).as("%s", verified).isTrue();
  }

  private void assertSame(String path, JsonNode then) throws InterruptedException {
    assertThat(api.get(path + id(then)).orThrow()).isEqualTo(then);
  }

  private static KeptWork make(Platform platform, ApiClient api)
      throws IOException, InterruptedException {
    var project = api.post("/api/v1/projects", "{\"name\": \"kept\"}").orThrow();
    var dataset =
        api.upload(
                "/api/v1/projects/" + id(project) + "/datasets?name=digits",
                Installation.fromSystemProperty().digits(),
                "application/zip")
            .orThrow();
    api.post(
            "/api/v1/machines",
            "{\"id\": \"%s\", \"name\": \"this-machine\", \"address\": \"localhost\"}"
                .formatted(platform.machineId()))
        .orThrow();
    var template = template(api, id(project), id(dataset), "short", SHORT);
    var process = train(api, platform, id(template));
    var done = awaitEnd(api, process);
    assertThat(done.get("status").asText()).as("%s", done).isEqualTo("SUCCEEDED");
    await("everything is told")
        .atMost(PATIENCE)
        .until(
            () ->
                journal(api, process)
                    .findValuesAsText("type")
                    .contains("dev.trainyard.process.succeeded"));
    var running = train(api, platform, id(template(api, id(project), id(dataset), "long", LONG)));
    await("the run is under way")
        .atMost(PATIENCE)
        .until(() -> view(api, running).path("iteration").asInt() > 0);
    return new KeptWork(
        platform,
        new State(
            api.get("/api/v1/projects/" + id(project)).orThrow(),
            api.get("/api/v1/datasets/" + id(dataset)).orThrow(),
            api.get("/api/v1/templates/" + id(template)).orThrow(),
            view(api, process),
            api.get("/api/v1/models/" + done.get("modelId").asText()).orThrow(),
            curves(api, process),
            journal(api, process),
            view(api, running)));
  }

  private static JsonNode template(
      ApiClient api, String project, String dataset, String name, int iterations)
      throws InterruptedException {
    return api.post(
            "/api/v1/projects/" + project + "/templates",
            """
            {"name": "%s", "modelType": "classifier", "baseModel": "base-resnet18", "datasetId": "%s",
             "parameters": {"device": "CPU", "imageSize": 32, "batchSize": 16, "iterations": %d,
               "learningRate": 0.03, "augmentation": "NONE", "evaluationInterval": %d,
               "updatePeriodSeconds": 1, "checkpointIntervalSeconds": 1, "dataLoaderWorkers": 1}}"""
                .formatted(name, dataset, iterations, iterations))
        .orThrow();
  }

  /** Makes a process and starts it as soon as the machine is there. */
  private static String train(ApiClient api, Platform platform, String template)
      throws InterruptedException {
    await("the machine is there")
        .atMost(PATIENCE)
        .until(
            () ->
                api.get("/api/v1/machines/" + platform.machineId())
                    .orThrow()
                    .get("availability")
                    .asText()
                    .equals("YES"));
    var process =
        api.post(
                "/api/v1/processes",
                "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                    .formatted(template, platform.machineId()))
            .orThrow();
    api.post("/api/v1/processes/" + id(process) + "/start", "").orThrow();
    return id(process);
  }

  private static JsonNode awaitEnd(ApiClient api, String process) throws InterruptedException {
    await("the process ends")
        .atMost(PATIENCE)
        .until(() -> FINAL.contains(view(api, process).get("status").asText()));
    return view(api, process);
  }

  private static JsonNode view(ApiClient api, String process) throws InterruptedException {
    return api.get("/api/v1/processes/" + process).orThrow();
  }

  private static JsonNode curves(ApiClient api, String process) throws InterruptedException {
    return api.get("/api/v1/monitoring/processes/" + process + "/metrics").orThrow().get("curves");
  }

  private static JsonNode journal(ApiClient api, String process) throws InterruptedException {
    return api.get("/api/v1/journal?processId=" + process + "&size=200").orThrow().get("items");
  }

  private static String id(JsonNode node) {
    return node.get("id").asText();
  }

  private static String sha256(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var content = Files.newInputStream(file)) {
      content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
