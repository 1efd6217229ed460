package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.process.FailureCause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainerDeathTest {
  private static final Optional<Duration> SPOKE = Optional.empty();

  @Test
  void blamesTheMemoryOnlyForAKill() {
    assertThat(message(ending(OptionalInt.of(137), SPOKE)))
        .contains("was killed", "ran out of memory");
    assertThat(message(ending(OptionalInt.empty(), SPOKE)))
        .startsWith("The trainer died, and nobody saw how.")
        .doesNotContain("ran out");
    assertThat(message(ending(OptionalInt.of(3), SPOKE))).contains("exit code 3");
  }

  @Test
  void saysThatItHungWhateverItsExitCode() {
    var hung = ending(OptionalInt.of(137), Optional.of(Duration.ofMillis(600_100)));
    assertThat(TrainerDeath.resumeNotice(hung, 2))
        .isEqualTo(
            "The trainer showed no sign of life for 600 s and was killed; it goes on from its last"
                + " checkpoint, 2 of 3.");
    assertThat(message(hung)).startsWith("The trainer hung").contains("600 s");
  }

  private static String message(TrainerProcess.Ending ending) {
    var failure = TrainerDeath.failure(ending, List.of("last line"));
    assertThat(failure.reason()).isEqualTo(FailureCause.TRAINER_CRASHED);
    assertThat(failure.logTail()).containsExactly("last line");
    return failure.getMessage();
  }

  private static TrainerProcess.Ending ending(OptionalInt exitCode, Optional<Duration> silence) {
    return new TrainerProcess.Ending(Optional.empty(), exitCode, silence);
  }
}
