package dev.trainyard.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.RunPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunRulesTest {
  private static final List<Boolean> BOTH = List.of(true, false);

  static Stream<Arguments> cases() {
    return Stream.of(
        // launched, alive, last word, resume, resumes
        Arguments.of(RunPhase.LAUNCHING, run(false, false, LastWord.NONE, true, 0), "LAUNCH_AGAIN"),
        Arguments.of(
            RunPhase.LAUNCHING, run(false, false, LastWord.NONE, false, 0), "LAUNCH_AGAIN"),
        Arguments.of(RunPhase.TRAINING, run(false, false, LastWord.NONE, true, 3), "LAUNCH_AGAIN"),
        Arguments.of(RunPhase.STOPPING, run(false, false, LastWord.NONE, true, 0), "END_STOPPED"),
        Arguments.of(RunPhase.LAUNCHING, run(true, true, LastWord.NONE, true, 0), "FOLLOW"),
        Arguments.of(RunPhase.TRAINING, run(true, true, LastWord.NONE, false, 0), "FOLLOW"),
        Arguments.of(RunPhase.STOPPING, run(true, true, LastWord.NONE, true, 0), "FOLLOW"),
        Arguments.of(RunPhase.TRAINING, run(true, true, LastWord.STOPPED, true, 0), "FOLLOW"),
        Arguments.of(RunPhase.TRAINING, run(true, false, LastWord.NONE, true, 0), "RESUME"),
        Arguments.of(RunPhase.LAUNCHING, run(true, false, LastWord.NONE, true, 2), "RESUME"),
        Arguments.of(RunPhase.UPLOADING, run(true, false, LastWord.NONE, true, 0), "RESUME"),
        Arguments.of(RunPhase.TRAINING, run(true, false, LastWord.NONE, true, 3), "FAIL"),
        Arguments.of(RunPhase.TRAINING, run(true, false, LastWord.NONE, false, 0), "FAIL"),
        Arguments.of(RunPhase.STOPPING, run(true, false, LastWord.NONE, true, 0), "END_STOPPED"),
        Arguments.of(RunPhase.STOPPING, run(true, false, LastWord.STOPPED, true, 0), "END_STOPPED"),
        Arguments.of(
            RunPhase.TRAINING, run(true, false, LastWord.STOPPED, true, 3), "LAUNCH_AGAIN"),
        Arguments.of(RunPhase.TRAINING, run(true, false, LastWord.STOPPED, false, 0), "FAIL"),
        Arguments.of(RunPhase.TRAINING, run(true, false, LastWord.RESULT, true, 0), "CONCLUDE"),
        Arguments.of(RunPhase.TRAINING, run(true, true, LastWord.RESULT, false, 3), "CONCLUDE"),
        Arguments.of(RunPhase.UPLOADING, run(true, false, LastWord.RESULT, false, 0), "CONCLUDE"),
        Arguments.of(RunPhase.STOPPING, run(true, false, LastWord.FAILURE, true, 0), "CONCLUDE"),
        Arguments.of(RunPhase.TRAINING, run(true, false, LastWord.FAILURE, true, 0), "CONCLUDE"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesWhatBecomesOfARunAfterARestart(
      RunPhase phase, InterruptedRun facts, String expected) {
    assertThat(RunRules.onRestart(in(phase, true, facts)))
        .isEqualTo(RestartDecision.valueOf(expected));
  }

  @Test
  void launchesARunThatNeverSpokeFiveTimesAgain() {
    assertThat(RunRules.MOST_RELAUNCHES).isEqualTo(5);
    assertThat(RunRules.onRestart(unheard(RunPhase.LAUNCHING, 4)))
        .isEqualTo(RestartDecision.LAUNCH_AGAIN);
    assertThat(RunRules.onRestart(unheard(RunPhase.LAUNCHING, 5))).isEqualTo(RestartDecision.FAIL);
    assertThat(RunRules.onRestart(unheard(RunPhase.TRAINING, 6))).isEqualTo(RestartDecision.FAIL);
    assertThat(RunRules.onRestart(unheard(RunPhase.STOPPING, 5)))
        .isEqualTo(RestartDecision.END_STOPPED);
  }

  private static InterruptedRun unheard(RunPhase phase, int relaunches) {
    return new InterruptedRun(phase, true, false, false, LastWord.NONE, true, 0, relaunches);
  }

  @Test
  void leavesAloneWhatIsOver() {
    everyFact(
        facts ->
            Arrays.stream(RunPhase.values())
                .filter(RunPhase::isFinal)
                .forEach(
                    phase ->
                        assertThat(RunRules.onRestart(in(phase, true, facts)))
                            .isEqualTo(RestartDecision.NOTHING)));
  }

  @Test
  void endsARunWhoseCommandIsLost() {
    everyFact(
        facts ->
            Arrays.stream(RunPhase.values())
                .filter(phase -> !phase.isFinal())
                .forEach(
                    phase ->
                        assertThat(RunRules.onRestart(in(phase, false, facts)))
                            .isEqualTo(
                                phase == RunPhase.STOPPING
                                    ? RestartDecision.END_STOPPED
                                    : RestartDecision.FAIL)));
  }

  @Test
  void launchesNothingWhileATrainerLivesOrAStopWasAskedFor() {
    everyFact(
        facts -> {
          var launching = List.of(RestartDecision.LAUNCH_AGAIN, RestartDecision.RESUME);
          assertThat(RunRules.onRestart(in(RunPhase.STOPPING, true, facts))).isNotIn(launching);
          if (facts.trainerLaunched() && facts.trainerAlive()) {
            assertThat(RunRules.onRestart(in(RunPhase.TRAINING, true, facts))).isNotIn(launching);
          }
        });
  }

  @Test
  void resumesThreeTimesEverMoreSlowly() {
    assertThat(RunRules.onCrash(true, 0))
        .isEqualTo(new CrashDecision.Resume(1, Duration.ofSeconds(1)));
    assertThat(RunRules.onCrash(true, 1))
        .isEqualTo(new CrashDecision.Resume(2, Duration.ofSeconds(5)));
    assertThat(RunRules.onCrash(true, 2))
        .isEqualTo(new CrashDecision.Resume(3, Duration.ofSeconds(15)));
    assertThat(RunRules.onCrash(true, 3)).isEqualTo(new CrashDecision.Fail());
    assertThat(RunRules.onCrash(true, 4)).isEqualTo(new CrashDecision.Fail());
    assertThat(RunRules.MOST_RESUMES).isEqualTo(3);
  }

  @Test
  void resumesNothingThatTheUserDoesNotWantResumed() {
    assertThat(RunRules.onCrash(false, 0)).isEqualTo(new CrashDecision.Fail());
  }

  private static void everyFact(java.util.function.Consumer<InterruptedRun> check) {
    var all = new ArrayList<InterruptedRun>();
    for (var launched : BOTH) {
      for (var alive : BOTH) {
        for (var word : LastWord.values()) {
          for (var resume : BOTH) {
            for (int resumes = 0; resumes <= 4; resumes++) {
              all.add(run(launched, alive, word, resume, resumes));
            }
          }
        }
      }
    }
    assertThat(all).hasSize(160).allSatisfy(check);
  }

  private static InterruptedRun run(
      boolean launched, boolean alive, LastWord lastWord, boolean resume, int resumes) {
    return new InterruptedRun(
        RunPhase.TRAINING, true, launched, alive, lastWord, resume, resumes, 0);
  }

  private static InterruptedRun in(RunPhase phase, boolean commandKnown, InterruptedRun facts) {
    return new InterruptedRun(
        phase,
        commandKnown,
        facts.trainerLaunched(),
        facts.trainerAlive(),
        facts.lastWord(),
        facts.resumeAfterCrash(),
        facts.resumes(),
        facts.relaunches());
  }
}
