package dev.trainyard.registry.comparison;

import static dev.trainyard.registry.model.MeasuredModels.figures;
import static dev.trainyard.registry.model.MeasuredModels.ready;
import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two models side by side. */
@RegistryTest
class ComparisonIT {
  private static final Map<String, ?> OLD =
      Map.of(
          "classes",
          List.of("contract", "invoice", "receipt"),
          "metrics",
          Map.of(
              "perClass",
              List.of(
                  figures("contract", 10, 0.9, 0.8, 0.85, 0.91),
                  figures("invoice", 20, 0.7, 0.6, 0.65, 0.75),
                  figures("receipt", 5, 1.0, 1.0, 1.0, 1.0)),
              "confusionMatrix",
              List.of(List.of(8, 2, 0), List.of(1, 19, 0), List.of(0, 0, 5))),
          "parameters",
          Map.of("iterations", 150, "learningRate", 0.03, "device", "CPU", "batchSize", 32),
          "lineage",
          Map.of("datasetName", "scans", "datasetDigest", "aa", "machineName", "gpu-1"),
          "training",
          Map.of("device", "CPU", "trainImages", 1000, "startedAt", "2026-11-23T15:00:00Z"),
          "versions",
          Map.of("trainer", "1.0", "java", "17"));

  private static final Map<String, ?> YOUNG =
      Map.of(
          "classes",
          List.of("invoice", "delivery note", "contract"),
          "metrics",
          Map.of(
              "perClass",
              List.of(
                  figures("invoice", 22, 0.75, 0.6, 0.67, 0.8),
                  figures("delivery note", 3, 0.5, 0.5, 0.5, 0.5),
                  Map.of("name", "contract", "support", 10, "precision", 0.95)),
              "confusionMatrix",
              List.of(List.of(20, 1, 1), List.of(0, 3, 0), List.of(0, 1, 9))),
          "parameters",
          Map.of("iterations", 300, "learningRate", 0.03, "batchSize", 32.0, "seed", 7),
          "lineage",
          Map.of("datasetName", "scans", "datasetDigest", "bb", "machineName", "gpu-1"),
          "training",
          Map.of("device", "CPU", "trainImages", 1200, "startedAt", "2026-11-24T15:00:00Z"),
          "versions",
          Map.of("trainer", "1.1", "java", "17"));

  private final UUID project = UUID.randomUUID();

  @Test
  void subtractsEveryFigureThatBothHave() {
    compare(
            ready(model().with("metrics", Map.of("accuracy", 0.9, "iteration", 150)), OLD),
            ready(model().with("metrics", Map.of("accuracy", 0.95, "testLoss", 0.2)), YOUNG))
        .statusCode(200)
        .body("metrics.name", containsInAnyOrder("accuracy", "iteration", "testLoss"))
        .body("metrics.find { it.name == 'accuracy' }.a", equalTo(0.9f))
        .body("metrics.find { it.name == 'accuracy' }.b", equalTo(0.95f))
        .body("metrics.find { it.name == 'accuracy' }.difference", equalTo(0.05f))
        .body(
            "metrics.find { it.name == 'iteration' }",
            equalTo(Map.of("name", "iteration", "a", 150.0f)))
        .body(
            "metrics.find { it.name == 'testLoss' }",
            equalTo(Map.of("name", "testLoss", "b", 0.2f)));
  }

  @Test
  void subtractsTheFiguresOfEachClassByItsName() {
    compare(ready(model(), OLD), ready(model(), YOUNG))
        .body("perClass.name", contains("contract", "invoice", "receipt", "delivery note"))
        .body("perClass[1].a.support", equalTo(20))
        .body("perClass[1].b.averagePrecision", equalTo(0.8f))
        .body("perClass[1].difference.support", equalTo(2))
        .body("perClass[1].difference.precision", equalTo(0.05f))
        .body("perClass[1].difference.recall", equalTo(0.0f))
        .body("perClass[1].difference.f1", equalTo(0.02f))
        .body("perClass[1].difference.averagePrecision", equalTo(0.05f))
        // Contract has only precision in b.
        .body("perClass[0].difference", equalTo(Map.of("support", 0, "precision", 0.05f)))
        .body("perClass[2].b", nullValue())
        .body("perClass[2].difference", nullValue())
        .body("perClass[3].a", nullValue())
        .body("classesOnlyInA", contains("receipt"))
        .body("classesOnlyInB", contains("delivery note"));
  }

  @Test
  void putsConfusionMatricesInOneOrder() {
    compare(ready(model(), OLD), ready(model(), YOUNG))
        .body(
            "confusionMatrix.classes", contains("contract", "invoice", "receipt", "delivery note"))
        .body("confusionMatrix.a[0]", contains(8, 2, 0, null))
        .body("confusionMatrix.a[3]", contains(nullValue(), nullValue(), nullValue(), nullValue()))
        .body("confusionMatrix.b[0]", contains(9, 0, null, 1))
        .body("confusionMatrix.b[1]", contains(1, 20, null, 1))
        .body("confusionMatrix.b[2]", contains(nullValue(), nullValue(), nullValue(), nullValue()))
        .body("confusionMatrix.b[3]", contains(0, 0, null, 3));
  }

  @Test
  void namesParametersAndOriginsThatDiffer() {
    var a = ready(model(), OLD);
    var b = ready(model().with("datasetVersion", 4), YOUNG);

    var comparison = compare(a, b).extract().jsonPath();

    assertThat(facts(comparison.getList("parameters")))
        .isEqualTo(
            Map.of(
                "iterations", List.of(150, 300),
                "device", List.of("CPU", "-"),
                "seed", List.of("-", 7)));
    assertThat(facts(comparison.getList("provenance")))
        .containsEntry("datasetVersion", List.of(3, 4))
        .containsEntry("datasetDigest", List.of("aa", "bb"))
        .containsEntry("trainerVersion", List.of("1.0", "1.1"))
        .containsEntry("trainImages", List.of(1000, 1200))
        .containsOnlyKeys(
            "datasetVersion",
            "datasetDigest",
            "trainerVersion",
            "trainImages",
            "datasetId",
            "processId");
  }

  @Test
  void showsBothModelsInShort() {
    var a = ready(model(), OLD);
    var b = ready(model(), YOUNG);
    point("champion", b);

    compare(a, b)
        .body("a.id", equalTo(a))
        .body("a.version", equalTo(1))
        .body("a.config", nullValue())
        .body("b.id", equalTo(b))
        .body("b.version", equalTo(2))
        .body("b.aliases", contains("champion"));
  }

  @Test
  void comparesModelsOfWhichLittleIsKnown() {
    var a = ready(model().with("metrics", Map.of()), Map.of());
    var b = ready(model().with("metrics", Map.of()), Map.of());

    compare(a, b)
        .statusCode(200)
        .body("metrics", empty())
        .body("perClass", empty())
        .body("confusionMatrix", nullValue())
        .body("parameters", empty())
        .body("classesOnlyInA", empty());
  }

  @Test
  void leavesOutMatricesThatAreTooLargeToRead() {
    var many = IntStream.range(0, Comparison.MAX_MATRIX_CLASSES).mapToObj(i -> "c" + i).toList();
    var row = Collections.nCopies(many.size(), 1);
    var large =
        Map.of(
            "classes",
            many,
            "metrics",
            Map.of("confusionMatrix", Collections.nCopies(many.size(), row)));
    var a = ready(model(), large);

    var answer = compare(a, ready(model(), large)).statusCode(200).extract().asString();
    assertThat(answer).contains("\"confusionMatrix\":{\"classes\":[\"c0\"");
    compare(a, ready(model(), OLD)).statusCode(200).body("confusionMatrix", nullValue());
  }

  @Test
  void refusesWhatCannotBeCompared() {
    var a = ready(model(), OLD);
    var pending = registered(model()).getString("id");
    var nobody = UUID.randomUUID().toString();

    compare(a, a).statusCode(400).body("violations[0].field", equalTo("b"));
    compare(a, pending).statusCode(409).body("type", endsWith("model-pending"));
    compare(pending, a).statusCode(409).body("modelId", equalTo(pending));
    compare(a, nobody).statusCode(404).body("detail", containsString(nobody));
    compare(a, "x").statusCode(400).body("violations.field", contains("b"));
    compare("", a).statusCode(400).body("violations.field", contains("a"));
    get("/models/compare").statusCode(400).body("violations.field", contains("a", "b"));
  }

  private ModelRequests model() {
    return aModel()
        .with("projectId", project)
        .with("templateId", project)
        .with("machineId", project);
  }

  private static ValidatableResponse compare(String a, String b) {
    return get("/models/compare?a=" + a + "&b=" + b);
  }

  private static Map<String, List<Object>> facts(List<Map<String, Object>> facts) {
    var byName = new LinkedHashMap<String, List<Object>>();
    facts.forEach(
        fact ->
            byName.put(
                fact.get("name").toString(),
                List.of(fact.getOrDefault("a", "-"), fact.getOrDefault("b", "-"))));
    return byName;
  }
}
