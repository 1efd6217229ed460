package dev.trainyard.registry.exchange;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.gate.GateClient;
import dev.trainyard.registry.model.Race;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that leave and come. */
@RegistryTest
class ExchangeIT {
  @TempDir static Path folder;
  private static RealModel real;

  @Inject ObjectStorage storage;

  private final UUID project = UUID.randomUUID();

  @BeforeAll
  static void make() throws IOException {
    real = new RealModel(folder);
  }

  @Test
  void exportsWhatCanBeImportedElsewhere() throws Exception {
    var archive = Files.readAllBytes(real.archive());
    var original = ready(aModel().with("name", "письма").with("projectId", project), archive);
    var file = folder.resolve("export.zip");

    var answer = ExchangeClient.export(original.getString("id"), file);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo(
            "attachment; filename*=UTF-8''%D0%BF%D0%B8%D1%81%D1%8C%D0%BC%D0%B0-v1-export.zip");
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly(
              "model.pth", "config.yaml", "MODEL_CARD.md", "lineage.json", "SHA256SUMS");
      assertThat(zip.getInputStream(zip.getEntry("model.pth")).readAllBytes())
          .isEqualTo(Files.readAllBytes(real.weights()));
      assertThat(text(zip, "MODEL_CARD.md")).contains("# письма, version 1");
      assertThat(text(zip, "lineage.json")).contains("\"dataset\"", "scans");
      assertThat(text(zip, "SHA256SUMS").lines())
          .hasSize(4)
          .contains(
              TestArchives.sha256(text(zip, "MODEL_CARD.md").getBytes("UTF-8"))
                  + "  MODEL_CARD.md");
    }

    var other = UUID.randomUUID();
    var imported = ExchangeClient.send(other, "name=letters", null, BodyPublishers.ofFile(file));
    assertThat(imported.status()).isEqualTo(201);
    get("/models/" + imported.id())
        .statusCode(200)
        .header("ETag", notNullValue())
        .body("status", equalTo("READY"))
        .body("origin", equalTo("IMPORTED"))
        .body("version", equalTo(1))
        .body("classes", contains("contract", "письмо"))
        .body("metrics.averagePrecision", equalTo(0.8f))
        .body("processId", nullValue())
        .body("attempt", nullValue())
        .body("config.mark", equalTo(original.getString("config.mark")));
    get("/models/" + imported.id() + "/lineage")
        .body("upstream.dataset.name", equalTo("scans"))
        .body("upstream.process.name", equalTo("letters-1"));
    point("champion", imported.id()).statusCode(200);
    // Back into its own project it is the model that there is.
    var back =
        ExchangeClient.send(
            project,
            "name=%D0%9F%D0%B8%D1%81%D1%8C%D0%BC%D0%B0",
            null,
            BodyPublishers.ofFile(file));
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.id()).isEqualTo(original.getString("id"));
  }

  @Test
  void importsAnArchiveOnceUnderOneName() throws Exception {
    var archive = BodyPublishers.ofFile(real.archive());
    var first =
        ExchangeClient.send(project, "name=letters&description=From%20Lyon.", null, archive);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body().getString("description")).isEqualTo("From Lyon.");

    assertThat(ExchangeClient.send(project, "name=LETTERS", null, archive).id())
        .isEqualTo(first.id());
    var next = ExchangeClient.send(project, "name=letters", null, body());
    assertThat(next.body().getInt("version")).isEqualTo(2);
    get("/models?name=letters&projectId=" + project).body("items", hasSize(2));
    var key = Buckets.archiveKey(UUID.fromString(first.id()), first.body().getString("sha256"));
    assertThat(storage.size(Buckets.MODELS, key)).isPresent();
    RegistryClient.delete(first.id()).statusCode(204);
    assertThat(storage.size(Buckets.MODELS, key)).isEmpty();
  }

  @Test
  void knowsARepeatedRequestByItsKey() throws Exception {
    var archive = BodyPublishers.ofFile(real.archive());
    var answers =
        Race.atOnce(2, () -> ExchangeClient.send(project, "name=raced", "key-1", archive));

    assertThat(answers).extracting(ExchangeClient.Answer::status).containsOnlyOnce(201);
    assertThat(answers).extracting(ExchangeClient.Answer::id).containsOnly(answers.get(0).id());
    var another = ExchangeClient.send(project, "name=raced", "key-1", body());
    assertThat(another.status()).isEqualTo(409);
    assertThat(another.body().getString("type")).endsWith("idempotency-key-used");
    assertThat(ExchangeClient.send(project, "name=raced", "a b", archive).status()).isEqualTo(400);
    get("/models?name=raced&projectId=" + project).body("items", hasSize(1));
  }

  @Test
  void takesAForeignPthFileWithItsClasses() {
    var body = file(real.weights());
    var silent = ExchangeClient.send(project, "name=foreign", null, body);
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.violation()).contains("architecture and class are needed");
    var wrong =
        ExchangeClient.send(
            project, "name=foreign&architecture=resnet18&class=a&class=b&class=c", null, body);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.violation()).contains("names 3 classes");

    // Nothing was measured, and nothing is wanted.
    GateClient.put("projects/" + project, null, Map.of("minimumAveragePrecision", 0.9))
        .statusCode(201);
    var taken =
        ExchangeClient.send(
            project, "name=foreign&architecture=resnet18&class=a&class=b", null, body);

    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.body().getList("classes")).isEqualTo(List.of("a", "b"));
    assertThat(taken.body().getMap("metrics")).isEmpty();
    GateClient.judge(taken.id()).statusCode(200).body("status", equalTo("READY"));
    get("/models/" + taken.id() + "/card").statusCode(200);
  }

  @Test
  void completesAConfigThatSaysTooLittle() throws Exception {
    var archive = file(real.archive(Map.of("comment", UUID.randomUUID().toString())));
    var nameless = ExchangeClient.send(project, "name=bare", null, archive);
    assertThat(nameless.status()).isEqualTo(422);
    assertThat(nameless.violation()).contains("must list 1 to 10000 different names");

    var taken = ExchangeClient.send(project, "name=bare&class=a&class=b", null, archive);

    assertThat(taken.status()).isEqualTo(201);
    get("/models/" + taken.id())
        .body("config.model.format", equalTo("pytorch-state-dict"))
        .body("config.comment", notNullValue());
  }

  @Test
  void judgesWhatHasFigures() throws Exception {
    GateClient.put("projects/" + project, null, Map.of("minimumAveragePrecision", 0.9))
        .statusCode(201);

    var rejected = ExchangeClient.send(project, "name=letters", null, body());
    assertThat(rejected.status()).isEqualTo(201);
    assertThat(rejected.body().getString("status")).isEqualTo("REJECTED_BY_GATE");
    var half =
        file(
            real.archive(
                Map.of("classes", List.of("a", "b"), "metrics", Map.of("accuracy", 0.99))));
    assertThat(
            ExchangeClient.send(project, "name=half", null, half)
                .body()
                .getString("gateReasons[0]"))
        .contains("The average precision is not known");
  }

  @Test
  void exportsNothingOfAModelThatIsNotThere() {
    get("/models/" + UUID.randomUUID() + "/export").statusCode(404);
    get("/models/" + registered(aModel()).getString("id") + "/export").statusCode(409);
  }

  private static BodyPublisher body() throws IOException {
    return BodyPublishers.ofFile(real.archive());
  }

  private static BodyPublisher file(Path path) {
    try {
      return BodyPublishers.ofFile(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), "UTF-8");
  }
}
