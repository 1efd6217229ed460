package dev.trainyard.local.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.TestPlatform;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the platform tells of itself while it trains a model, as those who run it see it. */
class TelemetryIT {
  private static final List<String> SERVICES =
      List.of(
          "template-service",
          "process-service",
          "agent-service",
          "model-registry-service",
          "monitoring-service");
  private static final String PARAMETERS =
      """
      {"device": "CPU", "imageSize": 32, "batchSize": 32, "iterations": 60, "learningRate": 0.03,
         "augmentation": "EXPOSURE_NOISE", "evaluationInterval": 30, "updatePeriodSeconds": 1}""";

  /** Each report, command and event of a process once: metrics, logs and heartbeats add nothing. */
  private static final int MOST_SPANS = 150;

  @TempDir static Path directory;

  private static TraceCollector collector;
  private static Platform platform;
  private static ApiClient api;
  private static String processId;

  @BeforeAll
  static void trainOneModel() throws Exception {
    collector = new TraceCollector();
    var environment = new HashMap<String, Map<String, String>>();
    SERVICES.forEach(service -> environment.put(service, collector.environment()));
    platform = TestPlatform.start(directory, environment);
    api = new ApiClient(platform.address(), platform.token("admin"), line -> {});
    processId = prepare();
    api.post("/api/v1/processes/" + processId + "/start", "").orThrow();
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(status()).isEqualTo("SUCCEEDED"));
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
    collector.close();
  }

  @Test
  void aProcessIsOneTraceThroughAllServices() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var trace = trace();
              assertThat(trace.orphans()).as("%s", trace.tree()).isEmpty();
              assertThat(trace.ways("monitoring-service", "trainyard.model.events process"))
                  .as("%s", trace.tree())
                  .isNotEmpty();
            });
    var trace = trace();
    System.out.println(trace.tree());
  }

  private static ReceivedTrace trace() {
    var start = "POST /api/v1/processes/{id}/start";
    var first = collector.spans().stream().filter(span -> span.name().equals(start)).findFirst();
    assertThat(first).as("the span of the start").isPresent();
    return new ReceivedTrace(collector.spans(), first.get().traceId());
  }

  private static String status() throws InterruptedException {
    return api.get("/api/v1/processes/" + processId).orThrow().get("status").asText();
  }

  private static String prepare() throws InterruptedException, IOException {
    var project = api.post("/api/v1/projects", "{\"name\": \"traced\"}").orThrow();
    var dataset =
        api.upload(
                "/api/v1/projects/" + id(project) + "/datasets?name=digits",
                Installation.fromSystemProperty().digits(),
                "application/zip")
            .orThrow();
    var template =
        api.post(
                "/api/v1/projects/" + id(project) + "/templates",
                """
                {"name": "traced", "modelType": "classifier", "baseModel": "base-resnet18",
                   "datasetId": "%s", "parameters": %s}"""
                    .formatted(id(dataset), PARAMETERS))
            .orThrow();
    api.post(
            "/api/v1/machines",
            "{\"id\": \"%s\", \"name\": \"this-machine\", \"address\": \"localhost\"}"
                .formatted(platform.machineId()))
        .orThrow();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(
                        api.get("/api/v1/machines/" + platform.machineId())
                            .orThrow()
                            .path("availability")
                            .asText())
                    .isEqualTo("YES"));
    return id(
        api.post(
                "/api/v1/processes",
                "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                    .formatted(id(template), platform.machineId()))
            .orThrow());
  }

  private static String id(JsonNode node) {
    return node.get("id").asText();
  }
}
