package dev.trainyard.local.chaos;

import static dev.trainyard.contracts.process.ProcessStatus.FAILED;
import static dev.trainyard.contracts.process.ProcessStatus.RUNNING;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPED;
import static dev.trainyard.contracts.process.ProcessStatus.SUCCEEDED;
import static dev.trainyard.local.chaos.ChaosPlatform.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What goes wrong in a training, and how it has to end. Each takes the platform as it is. */
final class Scenarios {
  private static final int ITERATIONS = 40;

  /** More than a test waits for. */
  private static final int ENDLESS = 100_000;

  /** Shorter than anybody waits for anybody. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

  private final ChaosPlatform platform;
  private final Faults faults;

  Scenarios(ChaosPlatform platform) {
    this.platform = platform;
    this.faults = platform.faults();
  }

  /** Nothing but the agent has to live while it trains. */
  void servicesDie(Chance chance) throws Exception {
    var training = platform.training("services", ITERATIONS).start();
    training.awaitStage(chance.launchStage());
    for (var part : chance.shuffled(List.of(Part.TEMPLATE, Part.PROCESS))) {
      faults.kill(part);
    }
    faults.restart(Part.PROCESS);
    faults.restart(Part.TEMPLATE);
    training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
    faults.pause(
        chance.one(List.of(Part.TEMPLATE, Part.PROCESS, Part.REGISTRY, Part.MONITORING)), MOMENT);
    for (var part : chance.shuffled(List.of(Part.REGISTRY, Part.MONITORING, Part.PROCESS))) {
      faults.killAndRestart(part);
    }
    training.endsAs(SUCCEEDED, 1);
    assertThat(training.starts()).isEqualTo(1);
  }

  /** Two process services do the work of one, and the other goes on when one of them dies. */
  void replicaDies(Chance chance) throws Exception {
    var replica = platform.startProcessReplica();
    try {
      var training = platform.training("replicas", ITERATIONS).start();
      training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
      faults.kill(Part.PROCESS);
      awaiting("the other replica shows the success")
          .until(
              () ->
                  replica
                      .get("/api/v1/processes/" + training.id())
                      .path("status")
                      .asText()
                      .equals(SUCCEEDED.name()));
      faults.restart(Part.PROCESS);
      training.endsAs(SUCCEEDED, 1);
      assertThat(training.starts()).isEqualTo(1);
    } finally {
      replica.kill();
    }
  }

  /** A second agent claims the machine: it is told to stand down, and nobody else notices. */
  void rivalAgentComes(Chance chance, Path data) throws Exception {
    var training = platform.training("rival", ITERATIONS).start();
    training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
    var rival = platform.startRivalAgent(data);
    try {
      awaiting("the second agent knows that it is one")
          .until(
              () ->
                  rival
                      .get("/api/v1/agent")
                      .path("lease")
                      .path("state")
                      .asText()
                      .equals("HELD_BY_OTHER"));
      training.endsAs(SUCCEEDED, 1);
      assertThat(training.starts()).isEqualTo(1);
    } finally {
      rival.kill();
    }
  }

  /** Each backend dies once, and the storage takes nothing for a while when the model comes. */
  void backendsDie(Chance chance, Duration uploadsRefused) throws Exception {
    // From the start on, since nobody sees how far the training is while a backend is away.
    platform.storage().refuseUploads(true);
    var training = platform.training("backends", ITERATIONS).start();
    training.awaitStage(chance.launchStage());
    var order = chance.shuffled(List.of(Part.KAFKA, Part.POSTGRES, Part.S3));
    faults.killAndRestart(order.get(0));
    training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
    faults.pause(chance.one(order), MOMENT);
    faults.killAndRestart(order.get(1));
    training.awaitUpload();
    faults.killAndRestart(order.get(2));
    ChaosPlatform.letPass(uploadsRefused);
    platform.storage().refuseUploads(false);
    training.endsAs(SUCCEEDED, 1);
    assertThat(platform.storage().refused()).isPositive();
    assertThat(training.starts()).isEqualTo(1);
  }

  /** The agent dies in the launch and in the training, and between them the trainer does. */
  void agentAndTrainerDie(Chance chance) throws Exception {
    var training = platform.training("agent", 2 * ITERATIONS).start();
    training.awaitStage(chance.launchStage());
    faults.killAndRestart(Part.AGENT);
    training.awaitIteration(chance.iteration(1, ITERATIONS / 3));
    training.killTrainer();
    training.awaitIteration(chance.iteration(ITERATIONS / 3 + 1, ITERATIONS / 2));
    faults.killAndRestart(Part.AGENT);
    var ended = training.endsAs(SUCCEEDED, 1);
    // An agent that comes back finds its trainer; a new trainer is for one that died, and is told.
    assertThat(training.starts()).isEqualTo(2);
    assertThat(ended.get("notices").toString()).contains("goes on from its last checkpoint, 1 of");
  }

  /**
   * A trainer that stands still for a moment goes on; one that does not move any more is ended, and
   * another one goes on from its checkpoint.
   */
  void trainerHangs(Chance chance) throws Exception {
    var training = platform.training("hangs", 2 * ITERATIONS).start();
    training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
    training.pauseTrainer();
    ChaosPlatform.letPass(MOMENT);
    training.resumeTrainer();
    training.awaitIteration(chance.iteration(ITERATIONS / 2, ITERATIONS));
    training.pauseTrainer();
    training.endsAs(SUCCEEDED, 1);
    assertThat(training.starts()).isEqualTo(2);
  }

  /** An agent that is away for less than the time-out goes on; one that is lost is told to stop. */
  void agentIsPaused(Chance chance) throws Exception {
    var training = platform.training("pauses", ENDLESS).start();
    training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
    faults.pause(Part.AGENT);
    platform.awaitAvailability("NO");
    assertThat(training.view().get("status").asText()).isEqualTo(RUNNING.name());
    assertThat(training.view().get("machine").get("available").asBoolean()).isFalse();
    faults.resume(Part.AGENT);
    platform.awaitAvailability("YES");
    assertThat(training.view().get("attempt").asInt()).isEqualTo(1);

    faults.kill(Part.PROCESS);
    faults.restart(Part.PROCESS, Map.of("TRAINYARD_PROCESS_AGENT_LOST_TIMEOUT", "8s"));
    platform.awaitAvailability("YES");
    faults.pause(Part.AGENT);
    var lost = training.awaitEnd();
    assertThat(lost.get("status").asText()).as("%s", lost).isEqualTo(FAILED.name());
    assertThat(lost.get("failure").get("cause").asText()).isEqualTo("AGENT_LOST");
    faults.resume(Part.AGENT);
    training.endsAs(FAILED, 1);
    faults.killAndRestart(Part.PROCESS);
    platform.awaitAvailability("YES");

    training.start().awaitStatus(RUNNING);
    training.stop().endsAs(STOPPED, 2);
    assertThat(training.starts()).isEqualTo(2);
  }

  /** Every message comes again, late and in another order, from an agent whose clock is wrong. */
  void messagesAreRepeated(Chance chance, Duration clockOffset) throws Exception {
    faults.kill(Part.AGENT);
    faults.restart(Part.AGENT, Map.of("TRAINYARD_CLOCK_OFFSET", clockOffset.toString()));
    platform.awaitAvailability("YES");
    var training = platform.training("messages", ITERATIONS / 2);
    var echo = platform.echo(chance.random());
    try {
      training.start().awaitEnd();
    } finally {
      echo.end();
    }
    // The last echoes come after the end, the start command among them.
    ChaosPlatform.letPass(Duration.ofSeconds(3));
    training.endsAs(SUCCEEDED, 1);
    assertThat(training.starts()).isEqualTo(1);
    assertThat(platform.machine().get("availability").asText()).isEqualTo("YES");
  }

  /** A full disk ends the run with that cause, and with room again it goes on. */
  void diskIsFull(Chance chance) throws Exception {
    var training = platform.training("disk", 2 * ITERATIONS).start();
    training.awaitIteration(chance.iteration(1, 5));
    platform.disk().fill();
    var failed = training.endsAs(FAILED, 1);
    assertThat(failed.get("failure").get("cause").asText())
        .as("%s", failed)
        .isEqualTo("STORAGE_ERROR");
    platform.disk().free();
    var ended = training.start().endsAs(SUCCEEDED, 2);
    assertThat(training.starts()).as("%s", ended.path("notices")).isEqualTo(2);
  }

  /** One part dies at one moment, and stays away for a while. */
  void dies(Part part, Chance chance, Duration away) throws Exception {
    oneFault(
        "dies",
        chance,
        () -> {
          faults.kill(part);
          ChaosPlatform.letPass(away);
          faults.restart(part);
        });
  }

  /** One part stands still at one moment, for shorter or longer than others wait for it. */
  void pauses(Part part, Chance chance, Duration away) throws Exception {
    oneFault("pauses", chance, () -> faults.pause(part, away));
  }

  /** The storage takes no uploads from some moment of the training on. */
  void uploadsAreRefused(Chance chance, Duration refused) throws Exception {
    var training = platform.training("refused", ITERATIONS / 2).start();
    training.awaitIteration(chance.iteration(1, ITERATIONS / 2));
    platform.storage().refuseUploads(true);
    training.awaitUpload();
    ChaosPlatform.letPass(refused);
    platform.storage().refuseUploads(false);
    training.endsAs(SUCCEEDED, 1);
    assertThat(training.starts()).isEqualTo(1);
  }

  private void oneFault(String name, Chance chance, Fault fault) throws Exception {
    var training = platform.training(name, ITERATIONS).start();
    if (chance.random().nextBoolean()) {
      training.awaitStage(chance.launchStage());
    } else {
      training.awaitIteration(chance.iteration(1, ITERATIONS));
    }
    fault.strike();
    training.endsAs(SUCCEEDED, 1);
    assertThat(training.starts()).isEqualTo(1);
  }

  /** Breaks something, and mends it. */
  @FunctionalInterface
  private interface Fault {
    void strike() throws Exception;
  }
}
