package dev.trainyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import org.junit.jupiter.api.Test;

/** What a run is made of, the dataset and the base model: refused, kept and waited for. */
class MaterialIT extends RunningAgentIT {
  @Test
  void refusesADatasetOfAnotherDigest() {
    var command = agent.sendStart(agent.commands().withDigest("f".repeat(64), FakeTrainer.QUICK));
    var ending = agent.ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.DATASET_ERROR);
    assertThat(ending.stage()).isEqualTo(LaunchStage.DATASET_DOWNLOADED);
    assertThat(agent.dataDirectory().resolve("datasets/" + "f".repeat(64))).doesNotExist();
  }

  @Test
  void failsOnABaseModelThatTheRegistryDoesNotHave() {
    var command = agent.sendStart(agent.commands().withBaseModel("base-unknown"));
    var ending = agent.ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(ending.failure().message()).contains("base-unknown");
    assertThat(ending.stage()).isEqualTo(LaunchStage.BASE_MODEL_DOWNLOADED);
  }

  @Test
  void refusesABaseModelThatIsNotTheRegistrys() {
    var command = agent.sendStart(agent.commands().withBaseModel("base-falsified"));
    var ending = agent.ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(ending.failure().message())
        .contains("base-falsified", "0".repeat(64), "Check the object storage");
    assertThat(ending.stage()).isEqualTo(LaunchStage.BASE_MODEL_DOWNLOADED);
    assertThat(agent.dataDirectory().resolve("base-models/" + "0".repeat(64) + ".zip"))
        .doesNotExist();
  }

  @Test
  void refusesABaseModelThatIsNone() {
    var command = agent.sendStart(agent.commands().withBaseModel("base-broken"));
    var ending = agent.ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(ending.failure().message()).contains("base-broken", "not a zip file");
    assertThat(ending.stage()).isEqualTo(LaunchStage.BASE_MODEL_UNPACKED);
  }

  @Test
  void keepsTheBaseModelForTheNextRun() {
    agent.ending(agent.sendStart(FakeTrainer.QUICK));
    var before = agent.platform().baseModelDownloads();
    assertThat(before).isPositive();
    assertThat(agent.ending(agent.sendStart(FakeTrainer.QUICK)).phase())
        .isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.platform().baseModelDownloads()).isEqualTo(before);
  }

  @Test
  void goesOnWhenTheRegistryWasAway() {
    agent.platform().refuseNext(2);
    assertThat(agent.ending(agent.sendStart(FakeTrainer.QUICK)).phase())
        .isEqualTo(RunPhase.SUCCEEDED);
  }
}
