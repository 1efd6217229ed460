package dev.trainyard.local.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults on the real platform, each once and several in one training. The profile {@code chaos}
 * runs them longer, one by one and at more moments: {@link ChaosRoundsIT}.
 */
class ChaosIT {
  @TempDir static Path directory;

  private static ChaosPlatform platform;
  private static Scenarios scenarios;

  private final Chance chance;

  ChaosIT(TestInfo test) {
    chance = Chance.of(test.getTestMethod().map(Object::toString).orElse(""), 0);
  }

  @BeforeAll
  static void startPlatform() throws Exception {
    platform = ChaosPlatform.start(directory, ChaosPlatform.SHORT_TIMEOUTS);
    scenarios = new Scenarios(platform);
  }

  @AfterAll
  static void stopPlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @AfterEach
  void mend() throws Exception {
    platform.mend();
  }

  @Test
  void aTrainingSucceedsWhileEveryServiceDies() throws Exception {
    scenarios.servicesDie(chance);
  }

  @Test
  void aTrainingSucceedsWithTheProcessServiceThatIsLeft() throws Exception {
    scenarios.replicaDies(chance);
  }

  @Test
  void aSecondAgentOfTheMachineIsRefused() throws Exception {
    scenarios.rivalAgentComes(chance, directory.resolve("rival"));
  }

  @Test
  void aTrainingSucceedsWhileEveryBackendDies() throws Exception {
    scenarios.backendsDie(chance, Duration.ofSeconds(5));
  }

  @Test
  void aTrainingGoesOnAfterItsAgentAndItsTrainerDied() throws Exception {
    scenarios.agentAndTrainerDie(chance);
  }

  @Test
  void aTrainingGoesOnAfterItsTrainerHung() throws Exception {
    scenarios.trainerHangs(chance);
  }

  @Test
  void aPausedAgentGoesOnAndALostOneIsToldToStop() throws Exception {
    scenarios.agentIsPaused(chance);
  }

  @Test
  void repeatedAndLateMessagesOfAWrongClockChangeNothing() throws Exception {
    scenarios.messagesAreRepeated(chance, Duration.ofMinutes(5));
  }

  @Test
  void aFullDiskEndsARunThatGoesOnWhenThereIsRoom() throws Exception {
    assumeTrue(platform.disk().present(), "a disk of its own can only be mounted as root");
    scenarios.diskIsFull(chance);
  }
}
