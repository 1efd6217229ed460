package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts in the place of trainers. */
class TrainerProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path directory;
  private final LenientJson json = new LenientJson();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final List<TrainerMessage> heard = new ArrayList<>();
  private TrainerFiles files;

  @BeforeEach
  void nameFiles() {
    files = new TrainerFiles(directory.resolve("trainer-1-1"), directory.resolve("log"));
  }

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  @Test
  void believesNothingThatAnEarlierTrainerLeftInItsFolder() throws Exception {
    Files.createDirectories(files.folder());
    Files.writeString(files.messages(), "{\"type\":\"stopped\",\"iteration\":9}\n");
    Files.writeString(files.exitCode(), "0\n");
    Files.createFile(files.ended());

    var trainer = prepare("echo '{\"type\":\"checkpoint\",\"iteration\":1}'; exit 7");
    assertThat(TrainerIdentity.read(files, json).isAlive()).isTrue();
    trainer.begin();

    assertThat(follow(trainer, LONG))
        .isEqualTo(
            new TrainerProcess.Ending(Optional.empty(), OptionalInt.of(7), Optional.empty()));
    assertThat(heard).containsExactly(new TrainerMessage.Checkpoint(1));
    assertThat(TrainerIdentity.read(files, json)).isEqualTo(TrainerIdentity.NOBODY);
  }

  @Test
  void knowsTheExitCodeThatCouldNotBeWritten() throws Exception {
    var trainer = prepare("exit 7");
    Files.createDirectory(files.exitCode());
    trainer.begin();
    assertThat(follow(trainer, LONG).exitCode()).hasValue(7);
  }

  @Test
  void knowsAKill() throws Exception {
    var trainer = prepare("kill -s KILL 0");
    trainer.begin();
    assertThat(follow(trainer, LONG).exitCode()).hasValue(137);
  }

  @Test
  void doesNotTakeAnEmptyExitCodeForAKill() throws Exception {
    Files.createDirectories(files.folder());
    Files.createFile(files.exitCode());
    var trainer = TrainerProcess.attach(files, TrainerIdentity.NOBODY, json, timer);
    assertThat(follow(trainer, LONG).exitCode()).isEmpty();
  }

  @Test
  void killsATrainerThatSaysNothingAndTellsHowLong() throws Exception {
    var trainer = prepare("echo '{\"type\":\"alive\"}'; sleep 600");
    trainer.begin();
    var ending = follow(trainer, Duration.ofMillis(500));
    assertThat(ending.last()).isEmpty();
    assertThat(ending.silence().orElseThrow()).isBetween(Duration.ofMillis(500), LONG);
    assertThat(trainer.isAlive()).isFalse();
    assertThat(heard).containsExactly(new TrainerMessage.Alive());
  }

  @Test
  void leavesATrainerThatSaysThatItIsAlive() throws Exception {
    var script =
        "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo '{\"type\":\"alive\"}'; sleep 0.3; done";
    var trainer = prepare(script);
    trainer.begin();
    var ending = follow(trainer, Duration.ofSeconds(2));
    assertThat(ending.silence()).isEmpty();
    assertThat(ending.exitCode()).hasValue(0);
  }

  private TrainerProcess prepare(String script) throws IOException {
    var environment = Map.of("PATH", System.getenv("PATH"));
    return TrainerProcess.prepare(List.of("sh", "-c", script), environment, files, json, timer);
  }

  private TrainerProcess.Ending follow(TrainerProcess trainer, Duration longestSilence)
      throws Exception {
    var log =
        new TrainerLog(
            null,
            Clock.systemUTC(),
            new TrainerLog.Source(
                UUID.randomUUID(), UUID.randomUUID(), 1, directory.resolve("nothing")),
            TrainerLog.Position.START,
            new LineLimiter(100, Duration.ZERO, System::nanoTime),
            position -> {});
    return trainer.follow(
        (message, offset) -> heard.add(message), 0, Optional.empty(), log, longestSilence);
  }
}
