package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.local.demo.ApiClient;
import dev.trainyard.local.demo.Demo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a user, through REST and Kafka only, on real backends, with a real training. The
 * tests build on one another, since a training takes a minute.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlatformIT {
  /** What the page on models takes for granted: two versions of a model, and a scan. */
  private static final String ANOTHER_MODEL_AND_AN_IMAGE =
      """
      mkdir second
      (cd second && jar xf ../model.zip && echo 'note: "from elsewhere"' >> config.yaml &&
        jar cMf ../second.zip model.pth config.yaml)
      curl -sS -X POST "$trainyard/api/v1/models/import?projectId=$project&name=digits" \\
        -H 'Content-Type: application/zip' -T second.zip
      jar xf pages.zip
      cp "$(find test -name '*.png' | head -n 1)" scan.png
      """;

  @TempDir static Path directory;

  private static Platform platform;
  private static ApiClient api;
  private static Demo demo;
  private static String processId;

  @BeforeAll
  static void startPlatform() throws InterruptedException {
    platform = TestPlatform.start(directory);
    api = new ApiClient(platform.address(), platform.token("admin"), System.out::println);
    demo =
        new Demo(
            platform.address(), platform.token("admin"), platform.machineId(), "e2e", System.out);
  }

  @AfterAll
  static void stopPlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Order(1)
  void aUserGetsFromAProjectToACreatedProcess() throws Exception {
    processId = demo.prepare(Installation.fromSystemProperty().digits());

    var process = api.get("/api/v1/processes/" + processId).orThrow();
    assertThat(process.get("status").asText()).isEqualTo("CREATED");
    assertThat(process.get("machine").get("id").asText())
        .isEqualTo(platform.machineId().toString());
  }

  @Test
  @Order(2)
  void aSecondProcessOnTheMachineIsRefusedNamingTheFirst() throws Exception {
    var process = api.get("/api/v1/processes/" + processId).orThrow();

    var refused =
        api.post(
            "/api/v1/processes",
            "{\"templateId\": \"%s\", \"machineId\": \"%s\"}"
                .formatted(process.get("template").get("id").asText(), platform.machineId()));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().get("processId").asText()).isEqualTo(processId);
  }

  @Test
  @Order(3)
  void theTrainingSucceedsAlthoughTheProcessServiceDiesOnTheWay() throws Exception {
    demo.start(processId);
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> status().equals("RUNNING"));

    platform.kill("process-service");
    platform.restart("process-service");

    var ended = demo.awaitEnd(processId);
    assertThat(ended.get("status").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
    assertThat(ended.get("attempt").asInt()).isEqualTo(1);
  }

  @Test
  @Order(4)
  void theModelIsInTheRegistryAndIsGood() throws Exception {
    var process = api.get("/api/v1/processes/" + processId).orThrow();

    var model = demo.fetchModel(process, directory.resolve("model"));

    assertThat(model.averagePrecision()).isGreaterThanOrEqualTo(0.90);
    assertThat(model.accuracy()).isGreaterThanOrEqualTo(0.90);
    var registered = api.get("/api/v1/models/" + process.get("modelId").asText()).orThrow();
    assertThat(registered.get("processId").asText()).isEqualTo(processId);
    assertThat(registered.get("sha256").asText()).isEqualTo(sha256(model.file()));
    assertThat(registered.get("status").asText()).isEqualTo("READY");

    var lineage = api.get("/api/v1/models/" + process.get("modelId").asText() + "/lineage");
    var upstream = lineage.orThrow().get("upstream");
    assertThat(upstream.get("template").get("revision").asInt()).isEqualTo(1);
    assertThat(upstream.get("dataset").get("digest").asText()).hasSize(64);
    assertThat(upstream.get("baseModel").get("id").asText()).isNotEmpty();
    assertThat(upstream.get("versions").get("trainer").asText()).isNotEmpty();
  }

  @Test
  @Order(4)
  void theModelTellsADigit() throws Exception {
    var process = api.get("/api/v1/processes/" + processId).orThrow();
    var seven = directory.resolve("seven.png");
    try (var samples = new ZipFile(Installation.fromSystemProperty().digits().toFile());
        var image = samples.getInputStream(samples.getEntry("train/7/0000.png"))) {
      Files.copy(image, seven);
    }

    var answer =
        api.upload(
                "/api/v1/models/" + process.get("modelId").asText() + "/predict?top=1",
                seven,
                "image/png")
            .orThrow();

    assertThat(answer.get("classes").get(0).get("name").asText()).isEqualTo("7");
  }

  @Test
  @Order(5)
  void anIntegratorReadsTheLifecycleInOrder() throws Exception {
    var lifecycle =
        new EventLog(TestPlatform.kafkaUser(platform, "integrator"))
            .read(List.of(Topics.PROCESS_EVENTS)).stream()
                .filter(message -> message.key().equals(processId))
                .map(EventLog.Message::type)
                .filter(type -> !type.equals(EventType.PROCESS_STAGE.type()))
                // While the service is away heartbeats may overtake reports, which is repaired.
                .filter(type -> !type.equals(EventType.PROCESS_REPAIRED.type()))
                .toList();

    assertThat(lifecycle)
        .containsExactly(
            "dev.trainyard.process.created",
            "dev.trainyard.process.started",
            "dev.trainyard.process.running",
            "dev.trainyard.process.succeeded");
  }

  @Test
  @Order(5)
  void theConsumerOfTheDocumentationTellsOfTheModel() throws Exception {
    var process = api.get("/api/v1/processes/" + processId).orThrow();
    var home = Installation.fromSystemProperty().home();
    var libraries = home.resolve("process-service/target/quarkus-app/lib/main") + "/*";
    var user = platform.kafkaUserFiles().resolve("integrator.properties").toString();
    try (var consumer = ExampleConsumer.start(libraries, directory, "--config", user)) {
      var line =
          "process %s: SUCCEEDED, model %s"
              .formatted(process.get("name").asText(), process.get("modelId").asText());
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> consumer.lines().contains(line) || !consumer.isAlive());
      assertThat(consumer.end()).as(consumer::errors).isZero();
      assertThat(consumer.lines()).containsExactly(line);
    }
  }

  @Test
  @Order(6)
  void everyMessageOnTheBrokerFitsItsPublishedSchema() throws Exception {
    var schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    var mapper = new ObjectMapper();
    var messages = new EventLog(platform.kafkaAdministrator()).readAll();

    assertThat(messages).extracting(EventLog.Message::topic).contains(Topics.MODEL_EVENTS);
    for (var message : messages) {
      var type = EventType.of(message.type()).orElseThrow();
      assertThat(message.topic()).isEqualTo(type.topic());
      assertThat(message.headers()).containsKeys("ce_id", "ce_source", "ce_time", "ce_specversion");
      try (var schema = EventType.class.getResourceAsStream(type.schemaResource())) {
        assertThat(schemas.getSchema(schema).validate(mapper.readTree(message.json())))
            .as("%s %s", type.type(), message.json())
            .isEmpty();
      }
    }
  }

  @Test
  @Order(7)
  void theCurvesAndTheJournalAreThere() throws Exception {
    var metrics = api.get("/api/v1/monitoring/processes/" + processId + "/metrics").orThrow();
    var journal = api.get("/api/v1/journal?processId=" + processId + "&size=200").orThrow();

    assertThat(metrics.get("gaps")).isEmpty();
    assertThat(metrics.get("curves").findValuesAsText("metric"))
        .containsExactly("learningRate", "trainLoss", "averagePrecision");
    for (var curve : metrics.get("curves")) {
      var evaluated = curve.get("metric").asText().equals("averagePrecision");
      assertThat(curve.get("values").size()).isGreaterThan(evaluated ? 0 : 5);
    }
    assertThat(journal.get("items").findValuesAsText("type"))
        .contains("dev.trainyard.process.created", "dev.trainyard.process.succeeded");
    assertThat(statusOf("/monitoring/" + processId)).isEqualTo(200);
  }

  @Test
  @Order(7)
  void theJournalIsAsItWasWritten() {
    var output = new StringWriter();
    var exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(output, true))
            .execute(
                "journal",
                "verify",
                "--address",
                platform.address().toString(),
                "--data",
                directory.resolve("data").toString());

    assertThat(exitCode).as(output.toString()).isZero();
    assertThat(output.toString()).contains("OK", "The journal is intact: days=");
  }

  @Test
  @Order(8)
  void theGatewayReachesEveryServiceAndSaysWhatItDoesNotKnow() throws Exception {
    for (var path :
        List.of(
            "/health",
            "/api/v1/model-types",
            "/api/v1/training-parameters/schema",
            "/api/v1/machines",
            "/api/v1/base-models",
            "/api/v1/status",
            "/monitoring",
            "/openapi/template-service",
            "/openapi/process-service",
            "/openapi/model-registry-service",
            "/openapi/monitoring-service")) {
      assertThat(statusOf(path)).as(path).isEqualTo(200);
    }
    assertThat(statusOf("/api/v1/nothing")).isEqualTo(404);
    var parts = api.get("/api/v1/status").orThrow().get("parts");
    assertThat(parts)
        .extracting(part -> part.get("name").asText())
        .contains(
            "template-service", "process-service", "model-registry-service", "postgresql", "kafka");
    assertThat(parts).allSatisfy(part -> assertThat(part.get("up").asBoolean()).isTrue());
  }

  @Test
  @Order(9)
  void theCommandsOfTheDocumentationWorkAsPrinted() throws Exception {
    var folder = directory.resolve("guide");

    new DocumentedCommands(Installation.fromSystemProperty().home())
        .page("user-guide.md")
        .then("status | grep SUCCEEDED")
        .page("datasets.md")
        .then(ANOTHER_MODEL_AND_AN_IMAGE)
        .page("models.md")
        .page("base-models.md")
        .run(folder, platform.address().toString(), platform.token("admin"));

    try (var zip = new ZipFile(folder.resolve("model.zip").toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactlyInAnyOrder("model.pth", "config.yaml");
    }
  }

  @Test
  @Order(10)
  void aTrainedModelBecomesABaseModelThatATemplateCanName() throws Exception {
    var process = api.get("/api/v1/processes/" + processId).orThrow();
    var project = process.get("project").get("id").asText();
    var base =
        api.post(
                "/api/v1/base-models",
                "{\"name\": \"trained-digits\", \"modelId\": \"%s\"}"
                    .formatted(process.get("modelId").asText()))
            .orThrow();
    assertThat(base.get("weights").asText()).isEqualTo("TRAINED");
    assertThat(base.get("classes").size()).isEqualTo(10);

    for (var name : List.of("trained-digits", "base-resnet50")) {
      var template =
          api.post(
                  "/api/v1/projects/" + project + "/templates",
                  "{\"name\": \"from-%s\", \"modelType\": \"classifier\", \"baseModel\": \"%s\"}"
                      .formatted(name, name))
              .orThrow();
      assertThat(template.get("baseModel").asText()).isEqualTo(name);
    }
  }

  @Test
  @Order(11)
  void aDatasetIsDeletedOrTrainedOnAndNeverBoth() throws Exception {
    var process = api.get("/api/v1/processes/" + processId).orThrow();
    new DatasetRace(api, platform.machineId(), process).run(10, directory);
  }

  @Test
  @Order(12)
  void aFinishedProcessKeepsWhatItWasMadeOfWhenItsTemplateIsGone() throws Exception {
    var before = api.get("/api/v1/processes/" + processId).orThrow();
    var template = "/api/v1/templates/" + before.get("template").get("id").asText();

    api.delete(template).orThrow();

    assertThat(api.get(template).status()).isEqualTo(404);
    var after = api.get("/api/v1/processes/" + processId).orThrow();
    for (var field : List.of("template", "dataset", "baseModel", "parameters", "modelId")) {
      assertThat(after.get(field)).as(field).isNotNull().isEqualTo(before.get(field));
    }
  }

  @Test
  @Order(13)
  void nothingThatWasWrittenDownOnTheWayOpensTheStorageOrShowsAnImage() throws Exception {
    var passwords = TestPlatform.kafkaPasswords(platform);
    assertThat(passwords).hasSizeGreaterThan(platform.services().size());

    WrittenDown.by(platform, directory.resolve("data")).requireNoSecret(passwords);
  }

  @Test
  @Order(14)
  void theBrokerHadToDenyNothingOfAllThisAndWouldHaveSaidSo() throws Exception {
    assertThat(denials()).isEmpty();

    var integrator = new EventLog(TestPlatform.kafkaUser(platform, "integrator"));
    assertThatThrownBy(() -> integrator.read(List.of(Topics.PROCESS_REPORTS)))
        .isInstanceOf(TopicAuthorizationException.class);

    assertThat(denials()).isNotEmpty().allMatch(line -> line.contains("User:integrator"));
  }

  private static List<String> denials() throws IOException {
    try (var lines = Files.lines(directory.resolve("data/backends/kafka/kafka.log"))) {
      return lines.filter(line -> line.contains(" is Denied ")).toList();
    }
  }

  private static String status() throws InterruptedException {
    return api.get("/api/v1/processes/" + processId).orThrow().get("status").asText();
  }

  private static int statusOf(String path) throws IOException, InterruptedException {
    URI uri = platform.address().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + platform.token("viewer"))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String sha256(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var content = Files.newInputStream(file)) {
      content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
