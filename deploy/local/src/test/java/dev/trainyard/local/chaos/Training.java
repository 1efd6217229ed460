package dev.trainyard.local.chaos;

import static dev.trainyard.local.chaos.ChaosPlatform.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStatus;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A process that is trained while things break: how far it is, and whether everything about it is
 * true in the end.
 */
final class Training {
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "STOPPED");

  private final ChaosPlatform platform;
  private final String id;
  private final int iterations;

  Training(ChaosPlatform platform, String id, int iterations) {
    this.platform = platform;
    this.id = id;
    this.iterations = iterations;
  }

  String id() {
    return id;
  }

  Training start() throws InterruptedException {
    platform.post("/api/v1/processes/" + id + "/start", "");
    return this;
  }

  Training stop() throws InterruptedException {
    platform.post("/api/v1/processes/" + id + "/stop", "");
    return this;
  }

  JsonNode view() throws InterruptedException {
    return platform.get("/api/v1/processes/" + id);
  }

  /** Returns when a stage of the launch is over, or the process is further than that. */
  Training awaitStage(LaunchStage stage) {
    awaitView(
        "stage " + stage,
        view ->
            !view.path("status").asText().equals("STARTING")
                || view.hasNonNull("stage")
                    && LaunchStage.valueOf(view.get("stage").asText()).compareTo(stage) >= 0);
    return this;
  }

  /** Returns when so many iterations of the present attempt are done, or the process has ended. */
  Training awaitIteration(int iteration) {
    awaitView(
        "iteration " + iteration,
        view ->
            FINAL.contains(view.path("status").asText())
                || view.path("status").asText().equals("RUNNING")
                    && view.path("iteration").asInt() >= iteration);
    return this;
  }

  /** Returns when the training is done and the model is on its way, or the process has ended. */
  Training awaitUpload() {
    return awaitIteration(iterations);
  }

  /** Returns when a trainer lives. */
  TrainerWatch.Trainer awaitTrainer() {
    awaiting("a trainer of " + id)
        .until(() -> platform.trainers().living().stream().anyMatch(this::isMine));
    return platform.trainers().living().stream().filter(this::isMine).findFirst().orElseThrow();
  }

  /** SIGKILL. */
  void killTrainer() {
    var trainer = awaitTrainer();
    Narration.tell("kill the trainer %d", trainer.pid());
    trainer.kill();
  }

  /** SIGSTOP: it lives and does nothing. */
  void pauseTrainer() throws IOException, InterruptedException {
    var trainer = awaitTrainer();
    Narration.tell("pause the trainer %d", trainer.pid());
    Signal.STOP.send(List.of(trainer.pid()));
  }

  /** SIGCONT. */
  void resumeTrainer() throws IOException, InterruptedException {
    var trainer = awaitTrainer();
    Narration.tell("resume the trainer %d", trainer.pid());
    Signal.CONT.send(List.of(trainer.pid()));
  }

  JsonNode awaitStatus(ProcessStatus status) {
    return awaitView(
        "status " + status, view -> view.path("status").asText().equals(status.name()));
  }

  /** Returns the process as it ended. */
  JsonNode awaitEnd() {
    return awaitView("the end", view -> FINAL.contains(view.path("status").asText()));
  }

  /** It ends in this way, and all that the platform promises of it holds. */
  JsonNode endsAs(ProcessStatus status, int attempt) throws InterruptedException {
    var ended = awaitEnd();
    assertThat(ended.get("status").asText()).as("%s", ended).isEqualTo(status.name());
    assertThat(ended.get("attempt").asInt()).as("%s", ended).isEqualTo(attempt);
    assertTold(status);
    assertModels(ended);
    assertMeasured();
    assertOneTrainerAtATime();
    return ended;
  }

  /** How often trainers were started for it, all attempts together; each start is written down. */
  int starts() {
    var marks = platform.trainers().marks(id);
    assertThat(marks)
        .as("starts written down, and trainers seen")
        .hasSameSizeAs(platform.trainers().of(id));
    return marks.size();
  }

  private void assertTold(ProcessStatus status) {
    awaiting("the events say " + status)
        .untilAsserted(
            () ->
                assertThat(PublishedLife.of(platform.events(), id).last())
                    .as("what the events say last")
                    .isEqualTo(status));
    var life = PublishedLife.of(platform.events(), id);
    Narration.tell("published: %s", life.steps());
    life.assertLegal();
  }

  private void assertModels(JsonNode ended) throws InterruptedException {
    var models = platform.get("/api/v1/models?processId=" + id).get("items");
    if (ended.get("status").asText().equals("SUCCEEDED")) {
      assertThat(models.findValuesAsText("id")).containsExactly(ended.get("modelId").asText());
    } else {
      assertThat(models).isEmpty();
    }
  }

  /** No point is lost or there twice. */
  private void assertMeasured() {
    awaiting("every measurement is shown")
        .untilAsserted(
            () -> {
              for (var attempt : PublishedMetrics.of(platform.events(), id).entrySet()) {
                var series =
                    platform.get(
                        "/api/v1/monitoring/processes/%s/metrics?metric=trainLoss&maxPoints=10000&attempt=%d"
                            .formatted(id, attempt.getKey()));
                assertThat(PublishedMetrics.shown(series))
                    .as("attempt %d", attempt.getKey())
                    .isEqualTo(attempt.getValue());
                assertThat(series.get("gaps")).as("reports that have not come").isEmpty();
              }
            });
  }

  private void assertOneTrainerAtATime() {
    awaiting("the trainer has ended")
        .until(() -> platform.trainers().living().stream().noneMatch(this::isMine));
    assertThat(platform.trainers().together()).as("trainers at the same time").isEmpty();
    assertThat(starts()).as("starts of trainers").isPositive();
  }

  private boolean isMine(TrainerWatch.Trainer trainer) {
    return trainer.processId().equals(id);
  }

  private JsonNode awaitView(String what, Predicate<JsonNode> condition) {
    var last = new AtomicReference<JsonNode>();
    awaiting(what + " of " + id)
        .conditionEvaluationListener(
            evaluated -> {
              if (!evaluated.isSatisfied() && evaluated.getRemainingTimeInMS() == 0) {
                Narration.tell("waited in vain for %s: %s", what, last.get());
              }
            })
        .until(
            () -> {
              last.set(view());
              return condition.test(last.get());
            });
    return last.get();
  }
}
