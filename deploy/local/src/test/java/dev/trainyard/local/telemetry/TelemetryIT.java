package dev.trainyard.local.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PortName;
import dev.trainyard.local.TestPlatform;
import dev.trainyard.local.demo.ApiClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the platform tells of itself while it trains a model, as those who run it see it. */
class TelemetryIT {
  private static final Map<String, PortName> SERVICES =
      Map.of(
          "template-service", PortName.TEMPLATE,
          "process-service", PortName.PROCESS,
          "agent-service", PortName.AGENT,
          "model-registry-service", PortName.REGISTRY,
          "monitoring-service", PortName.MONITORING);
  private static final int ITERATIONS = 60;
  private static final String PARAMETERS =
      """
      {"device": "CPU", "imageSize": 32, "batchSize": 32, "iterations": %d, "learningRate": 0.03,
         "augmentation": "EXPOSURE_NOISE", "evaluationInterval": 30, "updatePeriodSeconds": 1}"""
          .formatted(ITERATIONS);

  /** The way from the request to the machine. */
  private static final String RUN =
      "process-service: POST /api/v1/processes/{id}/start"
          + " > process-service: trainyard.process.commands publish"
          + " > agent-service: trainyard.process.commands process";

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
    SERVICES
        .keySet()
        .forEach(
            service -> {
              environment.put(service, new HashMap<>(collector.environment()));
              environment.get(service).put("TRAINYARD_LOG_JSON", "true");
            });
    environment.get("agent-service").put("PATH", pathWithGpu());
    platform = TestPlatform.start(directory, environment);
    api = new ApiClient(platform.address(), platform.token("admin"), line -> {});
    processId = prepare();
    api.post("/api/v1/processes/" + processId + "/start", "").orThrow();
    await()
        .atMost(Duration.ofMinutes(10))
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
    assertThat(trace.spans()).hasSizeLessThan(MOST_SPANS);
    assertThat(trace.spans().stream().filter(ReceivedSpan::isFirst)).hasSize(1);
    assertThat(trace.spans().stream().map(ReceivedSpan::service).collect(Collectors.toSet()))
        .contains("trainer")
        .containsAll(SERVICES.keySet());
    assertThat(trace.ways("trainer", "train"))
        .containsExactly(RUN + " > trainer: trainer > trainer: train");
    assertThat(trace.ways("template-service", "GET /api/v1/datasets/{id}/content"))
        .containsExactly(
            RUN
                + " > agent-service: download dataset"
                + " > template-service: GET /api/v1/datasets/{id}/content");
    assertThat(trace.ways("process-service", "trainyard.process.reports receive"))
        .hasSizeGreaterThan(LaunchStage.values().length)
        .containsOnly(RUN + " > process-service: trainyard.process.reports receive");
    var stored =
        RUN
            + " > agent-service: upload model"
            + " > model-registry-service: POST /api/v1/models/{id}/complete";
    assertThat(trace.ways("model-registry-service", "POST /api/v1/models/{id}/complete"))
        .containsExactly(stored);
    assertThat(trace.ways("monitoring-service", "trainyard.model.events process"))
        .contains(
            stored
                + " > model-registry-service: trainyard.model.events publish"
                + " > monitoring-service: trainyard.model.events process");
    assertThat(trace.ways("monitoring-service", "trainyard.process.events process"))
        .contains(
            RUN
                + " > process-service: trainyard.process.reports receive"
                + " > process-service: trainyard.process.events publish"
                + " > monitoring-service: trainyard.process.events process");
  }

  @Test
  void countsWhatHappened() throws Exception {
    assertThat(scrape("process-service").value("trainyard_processes", "status=\"SUCCEEDED\""))
        .isEqualTo(1);
    assertThat(scrape("process-service").value("trainyard_machines", "availability=\"YES\""))
        .isEqualTo(1);
    var machine = "machine_id=\"%s\"".formatted(platform.machineId());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var told = scrape("monitoring-service");
              assertThat(told.value("trainyard_training_iterations_total", machine))
                  .isEqualTo(ITERATIONS);
              assertThat(told.value("trainyard_measurements_total")).isGreaterThan(ITERATIONS / 30);
              assertThat(told.value("trainyard_machine_gpu_utilisation", machine, "gpu=\"0\""))
                  .isEqualTo(0.37);
            });
  }

  @Test
  void everyMetricIsDocumentedAndNoOther() throws Exception {
    var told = new TreeMap<String, Set<String>>();
    for (var service : SERVICES.keySet()) {
      for (var name : scrape(service).names()) {
        if (name.startsWith("trainyard_")) {
          told.computeIfAbsent(name, each -> new TreeSet<>()).add(service);
        }
      }
    }
    assertThat(documented()).isEqualTo(told);
  }

  @Test
  void everyMetricOfAlertsAndDashboardsExists() throws Exception {
    var existing = new TreeSet<String>();
    for (var service : SERVICES.keySet()) {
      if (!service.equals("agent-service")) {
        existing.addAll(scrape(service).names());
      }
    }
    var expressions = Observability.expressions();
    assertThat(expressions).hasSizeGreaterThan(30);
    for (var expression : expressions.entrySet()) {
      assertThat(existing)
          .as(expression.getKey())
          .containsAll(Observability.metricsOf(expression.getValue()));
    }
  }

  @Test
  void logLinesAreJsonWithTheIdsOfTraceProcessAndMachine() throws Exception {
    var traceId = trace().spans().get(0).traceId();
    for (var service : SERVICES.keySet()) {
      assertThat(log(service)).as(service).isNotEmpty();
    }
    assertThat(log("process-service"))
        .anySatisfy(
            line -> {
              assertThat(line.get("message").asText()).startsWith("Process changed");
              assertThat(line.at("/mdc/processId").asText()).isEqualTo(processId);
              assertThat(line.at("/mdc/machineId").asText())
                  .isEqualTo(platform.machineId().toString());
              assertThat(line.at("/mdc/traceId").asText()).isEqualTo(traceId);
            });
    assertThat(log("agent-service"))
        .anySatisfy(
            line -> {
              assertThat(line.get("message").asText())
                  .startsWith("Run report")
                  .contains("phase=UPLOADING");
              assertThat(line.at("/mdc/processId").asText()).isEqualTo(processId);
              assertThat(line.at("/mdc/traceId").asText()).isEqualTo(traceId);
            });
  }

  private static Scrape scrape(String service) throws IOException, InterruptedException {
    return Scrape.of(platform.address(SERVICES.get(service)), platform.token("viewer"));
  }

  /** The services that have each metric of the table in docs/telemetry.md. */
  private static Map<String, Set<String>> documented() throws IOException {
    var documented = new TreeMap<String, Set<String>>();
    for (var line : Files.readAllLines(Observability.home().resolve("docs/telemetry.md"))) {
      if (line.startsWith("| `trainyard_")) {
        var cells = line.split("\\s*\\|\\s*");
        documented.put(
            cells[1].replace("`", ""),
            Stream.of(cells[2].split(", ")).collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    return documented;
  }

  /** What a service has logged, but for what the JVM itself says. */
  private static List<JsonNode> log(String service) throws IOException {
    var mapper = new ObjectMapper();
    var lines = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(platform.logs().resolve(service + ".log"))) {
      if (line.startsWith("{")) {
        lines.add(mapper.readTree(line));
      }
    }
    return lines;
  }

  /** Where the agent finds a program that says there is a GPU which is busy for 37 %. */
  private static String pathWithGpu() throws IOException {
    var folder = Files.createDirectories(directory.resolve("bin"));
    var program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\necho '0, GPU of a test, 24576, 550.54.15, 37, 1024'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder + File.pathSeparator + System.getenv("PATH");
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
    var templates = "/api/v1/projects/" + id(project) + "/templates";
    var template =
        """
        {"name": "traced", "modelType": "classifier", "baseModel": "base-resnet18",
           "datasetId": "%s", "parameters": %s}"""
            .formatted(id(dataset), PARAMETERS);
    // The registry, which is asked for the base model, may be slow with its first answer.
    var made =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> api.post(templates, template), answer -> answer.status() == 201)
            .body();
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
                    .formatted(id(made), platform.machineId()))
            .orThrow());
  }

  private static String id(JsonNode node) {
    return node.get("id").asText();
  }
}
