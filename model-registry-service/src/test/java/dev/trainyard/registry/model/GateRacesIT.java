package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.MeasuredModels.figures;
import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.complete;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static dev.trainyard.registry.model.RegistryClient.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.gate.GateClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/** The gate and the champion change while models are completed. */
@RegistryTest
class GateRacesIT {
  private final UUID project = UUID.randomUUID();

  @RepeatedTest(4)
  void judgesByOneChampionAndOneRule() throws Exception {
    var gate = "projects/" + project;
    var tag =
        GateClient.put(gate, null, Map.of("maximumClassDrop", 0.1))
            .statusCode(201)
            .extract()
            .header("ETag");
    var goodAtZero = ready(aModel().with("projectId", project), archive(1, 0.5)).getString("id");
    point("champion", goodAtZero).statusCode(200);
    var loser = archive(0.5, 0.5);
    var model = registered(aModel().with("projectId", project));
    upload(model.getString("upload.url"), loser);
    var id = model.getString("id");

    var turn = new AtomicInteger();
    List<Callable<Integer>> calls =
        List.of(
            () -> complete(id, loser).extract().statusCode(),
            () -> RegistryClient.takeAway("champion", goodAtZero).extract().statusCode(),
            () ->
                GateClient.put(gate, tag, Map.of("maximumClassDrop", 0.9)).extract().statusCode());
    var answers = Race.atOnce(3, () -> calls.get(turn.getAndIncrement()).call());

    assertThat(answers).containsExactlyInAnyOrder(200, 204, 200);
    var judged = RegistryClient.get("/models/" + id).extract().jsonPath();
    if (judged.getString("status").equals("READY")) {
      assertThat(judged.getList("gateReasons")).isNull();
    } else {
      assertThat(judged.getList("gateReasons", String.class))
          .singleElement()
          .asString()
          .contains("0.5 less than that of champion, version 1 (1)", "allows 0.1 less");
    }
    // Whoever asks now hears what the last change says.
    GateClient.judge(id).statusCode(200);
    assertThat(RegistryClient.get("/models/" + id).extract().jsonPath().getString("status"))
        .isEqualTo("READY");
  }

  @RepeatedTest(4)
  void rejectsAllThatIsCompletedAfterTheGateWasMade() throws Exception {
    var model = registered(aModel().with("projectId", project));
    var archive = archive(1, 1);
    upload(model.getString("upload.url"), archive);
    var turn = new AtomicInteger();
    Race.atOnce(
        2,
        () ->
            turn.getAndIncrement() == 0
                ? complete(model.getString("id"), archive).extract().statusCode()
                : GateClient.put(
                        "projects/" + project, null, Map.of("minimumAveragePrecision", 0.99))
                    .extract()
                    .statusCode());

    var later = ready(aModel().with("projectId", project), archive);
    assertThat(later.getString("status")).isEqualTo("REJECTED_BY_GATE");
  }

  private static byte[] archive(double ofZero, double ofInvoice) {
    return TestArchives.with(
        Map.of(
            "classes",
            List.of("0", "invoice"),
            "metrics",
            Map.of(
                "perClass",
                List.of(
                    figures("0", 30, 1, 1, 1, ofZero),
                    figures("invoice", 30, 1, 1, 1, ofInvoice)))));
  }
}
