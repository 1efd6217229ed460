package dev.trainyard.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.RunPhase;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandRulesTest {
  private static final UUID PROCESS = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  @Test
  void beginsWhatIsNotKnown() {
    assertThat(CommandRules.onStart(1, Optional.empty(), Optional.empty()))
        .isEqualTo(StartDecision.BEGIN);
  }

  @ParameterizedTest
  @EnumSource(RunPhase.class)
  void ignoresAnOlderAttemptAndRepeatsTheSameWhateverItsPhase(RunPhase phase) {
    var known = known(PROCESS, 2, phase);
    assertThat(CommandRules.onStart(1, known, known)).isEqualTo(StartDecision.IGNORE_OLDER);
    assertThat(CommandRules.onStart(2, known, known)).isEqualTo(StartDecision.REPEAT_REPORT);
  }

  @ParameterizedTest
  @EnumSource(RunPhase.class)
  void endsWhatIsActiveBeforeANewerStart(RunPhase phase) {
    var expected = phase.isFinal() ? StartDecision.BEGIN : StartDecision.END_ACTIVE_THEN_BEGIN;
    var mine = known(PROCESS, 1, phase);
    assertThat(CommandRules.onStart(2, mine, mine)).isEqualTo(expected);
    assertThat(CommandRules.onStart(1, Optional.empty(), known(OTHER, 7, phase)))
        .isEqualTo(expected);
  }

  @Test
  void stopsTheActiveRunOfTheSameOrAnOlderAttempt() {
    var active = known(PROCESS, 2, RunPhase.TRAINING);
    assertThat(stop(1, active, active, true)).isEqualTo(StopDecision.IGNORE_OLDER);
    assertThat(stop(2, active, active, true)).isEqualTo(StopDecision.END_ACTIVE);
    assertThat(stop(3, active, active, false)).isEqualTo(StopDecision.END_ACTIVE);
  }

  @Test
  void answersAStopOfWhatIsOverOrWasNeverHere() {
    var over = known(PROCESS, 2, RunPhase.SUCCEEDED);
    var active = known(OTHER, 1, RunPhase.TRAINING);
    assertThat(stop(1, over, active, true)).isEqualTo(StopDecision.REPEAT_REPORT);
    assertThat(stop(2, over, over, true)).isEqualTo(StopDecision.REPEAT_REPORT);
    assertThat(stop(3, over, over, true)).isEqualTo(StopDecision.REPORT_STOPPED);
    assertThat(stop(1, Optional.empty(), active, true)).isEqualTo(StopDecision.REPORT_STOPPED);
  }

  @Test
  void leavesTheAnswerToTheHolderOfTheMachine() {
    var over = known(PROCESS, 2, RunPhase.SUCCEEDED);
    assertThat(stop(1, Optional.empty(), Optional.empty(), false)).isEqualTo(StopDecision.REFUSE);
    assertThat(stop(2, over, over, false)).isEqualTo(StopDecision.REFUSE);
  }

  private static StopDecision stop(
      int attempt, Optional<KnownRun> known, Optional<KnownRun> active, boolean mayAnswer) {
    return CommandRules.onStop(PROCESS, attempt, known, active, mayAnswer);
  }

  private static Optional<KnownRun> known(UUID processId, int attempt, RunPhase phase) {
    return Optional.of(new KnownRun(processId, attempt, phase));
  }
}
