package dev.trainyard.protocol.process;

import static dev.trainyard.contracts.process.ProcessStatus.CREATED;
import static dev.trainyard.contracts.process.ProcessStatus.FAILED;
import static dev.trainyard.contracts.process.ProcessStatus.RUNNING;
import static dev.trainyard.contracts.process.ProcessStatus.STARTING;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPED;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPING;
import static dev.trainyard.contracts.process.ProcessStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.protocol.process.Decision.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessProtocolTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final UUID ID = new UUID(0, 1);
  private static final UUID MACHINE = new UUID(0, 2);
  private static final UUID MODEL = new UUID(0, 3);

  private final ProcessProtocol protocol =
      new ProcessProtocol(
          new Waits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(3)));

  // ------------------------------------------------------------------ actions

  @Test
  void aStartBeginsTheNextAttemptAndCommandsIt() {
    var outcome = act(process(STOPPED, 1, 9), ProcessAction.START, true);
    assertThat(outcome.effects())
        .containsExactly(new Effect.Entered(STARTING), new Effect.Commanded(Command.START, 2));
    var after = outcome.process();
    assertThat(after.attempt()).isEqualTo(2);
    assertThat(after.fromScratch()).isTrue();
    assertThat(after.lastSequence()).isZero();
    assertThat(after.commandSentAt()).isEqualTo(NOON);
    assertThat(after.state()).isEqualTo(state(STARTING));
    assertThat(after.hasRun()).isTrue();
  }

  @Test
  void aStopCommandsThePresentAttempt() {
    var outcome = act(process(RUNNING, 3, 9), ProcessAction.STOP, true);
    assertThat(outcome.effects())
        .containsExactly(new Effect.Entered(STOPPING), new Effect.Commanded(Command.STOP, 3));
    assertThat(outcome.process().attempt()).isEqualTo(3);
    assertThat(outcome.process().fromScratch()).isFalse();
    assertThat(outcome.process().lastSequence()).isEqualTo(9);
  }

  @Test
  void aRestartStopsAndStartsAgainWhenThatIsConfirmed() {
    var stopping = act(process(RUNNING, 1, 4), ProcessAction.RESTART, true);
    assertThat(stopping.effects())
        .containsExactly(new Effect.Entered(STOPPING), new Effect.Commanded(Command.STOP, 1));
    assertThat(stopping.process().state().restarting()).isTrue();
    assertThat(stopping.process().fromScratch()).isTrue();

    var started =
        protocol.report(stopping.process(), report(1, 5, RunPhase.STOPPED), NOON.plusSeconds(1));
    assertThat(statuses(started)).containsExactly(STOPPED, STARTING);
    assertThat(started.effects()).endsWith(new Effect.Commanded(Command.START, 2));
    assertThat(started.process().state()).isEqualTo(state(STARTING));
    assertThat(started.process().attempt()).isEqualTo(2);
    assertThat(started.process().fromScratch()).isTrue();
  }

  @Test
  void aRestartOfOneThatStopsAnywayIsRememberedAndTakenBack() {
    var restarting = act(process(STOPPING, 1, 4), ProcessAction.RESTART, true);
    assertThat(restarting.effects()).isEmpty();
    assertThat(restarting.process().state().restarting()).isTrue();
    assertThat(restarting.process().fromScratch()).isTrue();
    var stopping = act(restarting.process(), ProcessAction.STOP, false);
    assertThat(stopping.process().state().restarting()).isFalse();
  }

  @Test
  void aRestartOfOneThatHasStoppedStartsIt() {
    var outcome = act(process(FAILED, 1, 4), ProcessAction.RESTART, false);
    assertThat(statuses(outcome)).containsExactly(STARTING);
    assertThat(outcome.process().state().restarting()).isFalse();
  }

  @Test
  void aStartWaitsAndIsGivenUp() {
    var waiting = act(process(FAILED, 1, 4), new ProcessInput.MachineHeld(), true);
    assertThat(waiting.effects()).containsExactly(new Effect.Queued(true));
    assertThat(waiting.process().state().queued()).isTrue();
    assertThat(waiting.process().fromScratch()).isTrue();
    assertThat(waiting.process().hasRun()).isFalse();

    var givenUp = act(waiting.process(), ProcessAction.STOP, false);
    assertThat(givenUp.effects()).containsExactly(new Effect.Queued(false));
    assertThat(givenUp.process().state()).isEqualTo(state(FAILED));

    var started = act(waiting.process(), ProcessAction.START, true);
    assertThat(started.process().state()).isEqualTo(state(STARTING));
  }

  @Test
  void aNewProcessThatWaitedInVainIsStoppedAndHoldsNothing() {
    var waiting =
        new ProcessRecord(
            ID,
            MACHINE,
            new ProcessState(CREATED, true, true, false),
            0,
            false,
            0,
            null,
            null,
            null);
    var outcome = act(waiting, ProcessAction.STOP, false);
    assertThat(outcome.effects())
        .containsExactly(new Effect.Queued(false), new Effect.Entered(STOPPED));
    assertThat(outcome.process().state()).isEqualTo(state(STOPPED));
  }

  @Test
  void switchesOnAndOff() {
    var off = act(process(RUNNING, 1, 4), ProcessAction.DISABLE, false);
    assertThat(off.effects()).containsExactly(new Effect.Switched(false));
    assertThat(off.process().state().enabled()).isFalse();
    assertThat(act(off.process(), ProcessAction.ENABLE, false).process().state().enabled())
        .isTrue();
  }

  @Test
  void leavesRefusalsAndRemovalsToTheCaller() {
    assertThat(protocol.act(process(SUCCEEDED, 1, 4), ProcessAction.START, false, NOON)).isEmpty();
    assertThat(protocol.act(process(STOPPED, 1, 4), ProcessAction.DELETE, false, NOON)).isEmpty();
    assertThat(protocol.act(process(STOPPED, 1, 4), ProcessAction.CLONE, false, NOON)).isEmpty();
    var running = process(RUNNING, 1, 4);
    assertThat(act(running, ProcessAction.START, true)).isEqualTo(Outcome.of(running));
  }

  // ------------------------------------------------------------------ reports

  @Test
  void takesAReportAndMovesOn() {
    var report = report(1, 5, RunPhase.TRAINING);
    var outcome = protocol.report(process(STARTING, 1, 4).reportAwaited(NOON), report, NOON);
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.StageTold(report), new Effect.Told(report), new Effect.Entered(RUNNING));
    assertThat(outcome.process().lastSequence()).isEqualTo(5);
    assertThat(outcome.process().reportAwaitedSince()).isNull();
  }

  @Test
  void aReportThatChangesNothingIsStillTaken() {
    var report = report(1, 5, RunPhase.TRAINING);
    var outcome = protocol.report(process(RUNNING, 1, 4), report, NOON);
    assertThat(outcome.effects())
        .containsExactly(new Effect.StageTold(report), new Effect.Told(report));
  }

  @Test
  void dropsReportsOfOtherAttemptsOrMachines() {
    var process = process(RUNNING, 2, 4);
    var older = protocol.report(process, report(1, 9, RunPhase.SUCCEEDED), NOON);
    assertThat(older.process()).isEqualTo(process);
    assertThat(repairs(older)).containsExactly(RunRepair.OLDER_REPORT_DROPPED);
    var younger = protocol.report(process, report(3, 9, RunPhase.SUCCEEDED), NOON);
    assertThat(younger.process()).isEqualTo(process);
    assertThat(repairs(younger)).containsExactly(RunRepair.UNWANTED_REPORT_DROPPED);
    var elsewhere = protocol.report(process, report(ID, ID, 2, 9, RunPhase.SUCCEEDED), NOON);
    assertThat(elsewhere.process()).isEqualTo(process);
    assertThat(repairs(elsewhere)).containsExactly(RunRepair.UNWANTED_REPORT_DROPPED);
  }

  @Test
  void dropsRepeatedReportsButLearnsTheirStages() {
    var process = process(RUNNING, 1, 5);
    var report = report(1, 5, RunPhase.FAILED);
    var outcome = protocol.report(process, report, NOON);
    assertThat(outcome.process()).isEqualTo(process);
    assertThat(outcome.effects()).startsWith(new Effect.StageTold(report)).hasSize(2);
    assertThat(repairs(outcome)).containsExactly(RunRepair.REPEATED_REPORT_DROPPED);
  }

  @ParameterizedTest
  @EnumSource(
      value = ProcessStatus.class,
      names = {"SUCCEEDED", "FAILED", "STOPPED"})
  void dropsReportsOfARunThatIsOver(ProcessStatus status) {
    var outcome = protocol.report(process(status, 1, 4), report(1, 5, RunPhase.TRAINING), NOON);
    assertThat(outcome.process().state().status()).isEqualTo(status);
    assertThat(outcome.process().lastSequence()).isEqualTo(5);
    assertThat(repairs(outcome)).containsExactly(RunRepair.UNWANTED_REPORT_DROPPED);
  }

  // --------------------------------------------------------------- heartbeats

  @Test
  void agreesWithAMachineThatDoesWhatItShould() {
    var process = process(RUNNING, 1, 5).missing(NOON);
    var outcome = observe(process, report(1, 5, RunPhase.TRAINING), 60);
    assertThat(outcome.effects()).isEmpty();
    assertThat(outcome.process()).isEqualTo(process.missing(null));
  }

  @Test
  void takesAReportFromHeartbeatsWhenItStaysAway() {
    var process = process(STARTING, 1, 4);
    var told = report(1, 5, RunPhase.TRAINING);
    var awaiting = observe(process, told, 0);
    assertThat(awaiting.effects()).isEmpty();
    assertThat(awaiting.process().reportAwaitedSince()).isEqualTo(NOON);
    assertThat(observe(awaiting.process(), told, 2)).isEqualTo(Outcome.of(awaiting.process()));
    var taken = observe(awaiting.process(), told, 3);
    assertThat(statuses(taken)).containsExactly(RUNNING);
    assertThat(repairs(taken)).containsExactly(RunRepair.REPORT_TAKEN_FROM_HEARTBEAT);
    assertThat(taken.process().lastSequence()).isEqualTo(5);
    assertThat(taken.process().reportAwaitedSince()).isNull();
  }

  @Test
  void stopsWaitingForAReportThatCame() {
    var process = process(RUNNING, 1, 5).reportAwaited(NOON);
    assertThat(observe(process, report(1, 5, RunPhase.TRAINING), 9).process().reportAwaitedSince())
        .isNull();
  }

  @Test
  void doesNotTakeASuccessWithoutAModel() {
    var process = process(RUNNING, 1, 4).reportAwaited(NOON.minusSeconds(60));
    var success =
        new RunReport(ID, MACHINE, 1, 5, RunPhase.SUCCEEDED, null, null, NOON, null, null);
    assertThat(observe(process, success, 0)).isEqualTo(Outcome.of(process));
    assertThat(statuses(observe(process, report(1, 5, RunPhase.SUCCEEDED), 0)))
        .containsExactly(SUCCEEDED);
  }

  @Test
  void sendsALostStartAgainUntilTheMachineKnowsTheRun() {
    var process = process(STARTING, 2, 0).commandSent(NOON);
    var early = observe(process, null, 9);
    assertThat(early.effects()).isEmpty();
    assertThat(early.process().missingSince()).isEqualTo(NOON.plusSeconds(9));
    var again = observe(early.process(), null, 10);
    assertThat(again.effects()).contains(new Effect.Commanded(Command.START, 2));
    assertThat(repairs(again)).containsExactly(RunRepair.START_SENT_AGAIN);
    assertThat(again.process().commandSentAt()).isEqualTo(NOON.plusSeconds(10));
    assertThat(again.process().missingSince()).isEqualTo(NOON.plusSeconds(9));
    // An older attempt, or another process, is not this run.
    assertThat(repairs(observe(process, report(1, 3, RunPhase.TRAINING), 10)))
        .containsExactly(RunRepair.START_SENT_AGAIN);
    assertThat(repairs(observe(process, report(MODEL, MACHINE, 2, 3, RunPhase.TRAINING), 10)))
        .containsExactly(RunRepair.START_SENT_AGAIN);
  }

  @Test
  void failsARunThatItsMachineHasForgotten() {
    var process = process(RUNNING, 1, 5).reportAwaited(NOON).missing(NOON);
    var early = observe(process, null, 29);
    assertThat(early.effects()).isEmpty();
    assertThat(early.process().reportAwaitedSince()).isNull();
    var outcome = observe(process, null, 30);
    assertThat(statuses(outcome)).containsExactly(FAILED);
    assertThat(repairs(outcome)).containsExactly(RunRepair.ENDED_FAILED);
    assertThat(failures(outcome)).containsExactly(FailureCause.AGENT_RESTARTED);
    assertThat(outcome.process().missingSince()).isNull();
  }

  @Test
  void sendsALostStopAgain() {
    var process = process(STOPPING, 1, 5).commandSent(NOON);
    assertThat(observe(process, report(1, 5, RunPhase.TRAINING), 9).effects()).isEmpty();
    var again = observe(process, report(1, 5, RunPhase.TRAINING), 10);
    assertThat(again.effects()).contains(new Effect.Commanded(Command.STOP, 1));
    assertThat(repairs(again)).containsExactly(RunRepair.STOP_SENT_AGAIN);
    assertThat(again.process().commandSentAt()).isEqualTo(NOON.plusSeconds(10));
    assertThat(observe(process, report(1, 5, RunPhase.STOPPING), 10).effects()).isEmpty();
  }

  @Test
  void isStoppedWhenThereIsNothingLeftToStop() {
    var process = process(STOPPING, 1, 5).commandSent(NOON).missing(NOON);
    assertThat(observe(process, null, 9).effects()).isEmpty();
    var outcome = observe(process, null, 10);
    assertThat(statuses(outcome)).containsExactly(STOPPED);
    assertThat(repairs(outcome)).containsExactly(RunRepair.ENDED_STOPPED);
  }

  @Test
  void stopsARunThatNobodyWantsAnyMore() {
    var over = process(FAILED, 1, 5).commandSent(NOON);
    assertThat(observe(over, report(1, 6, RunPhase.TRAINING), 9)).isEqualTo(Outcome.of(over));
    var stopped = observe(over, report(1, 6, RunPhase.TRAINING), 10);
    assertThat(stopped.effects()).contains(new Effect.Commanded(Command.STOP, 1));
    assertThat(repairs(stopped)).containsExactly(RunRepair.UNWANTED_RUN_STOPPED);
    assertThat(stopped.process().commandSentAt()).isEqualTo(NOON.plusSeconds(10));
    assertThat(observe(over, report(1, 6, RunPhase.STOPPING), 10)).isEqualTo(Outcome.of(over));
    assertThat(observe(over, report(1, 6, RunPhase.FAILED), 10)).isEqualTo(Outcome.of(over));
    assertThat(observe(over, report(MODEL, MACHINE, 1, 6, RunPhase.TRAINING), 10))
        .isEqualTo(Outcome.of(over));
  }

  @Test
  void asksNothingOfAMachineForAProcessThatHasNotBegun() {
    var created = process(CREATED, 0, 0);
    assertThat(observe(created, null, 3_600)).isEqualTo(Outcome.of(created));
    assertThat(created.hasRun()).isFalse();
  }

  @Test
  void onlyRunsThatGoOnAreUnwanted() {
    assertThat(ProcessProtocol.isUnwanted(report(1, 1, RunPhase.TRAINING))).isTrue();
    assertThat(ProcessProtocol.isUnwanted(report(1, 1, RunPhase.STOPPING))).isFalse();
    assertThat(ProcessProtocol.isUnwanted(report(1, 1, RunPhase.SUCCEEDED))).isFalse();
  }

  // --------------------------------------------------------------------- loss

  @Test
  void aLostRunHasFailed() {
    var outcome = protocol.lose(process(RUNNING, 1, 5), FailureCause.AGENT_LOST, "silent", NOON);
    assertThat(statuses(outcome)).containsExactly(FAILED);
    assertThat(failures(outcome)).containsExactly(FailureCause.AGENT_LOST);
    assertThat(outcome.effects().get(0)).isInstanceOf(Effect.Failed.class);
    var over = process(SUCCEEDED, 1, 5);
    assertThat(protocol.lose(over, FailureCause.AGENT_LOST, "silent", NOON))
        .isEqualTo(Outcome.of(over));
  }

  private Outcome act(ProcessRecord process, ProcessInput input, boolean fromScratch) {
    return protocol.act(process, input, fromScratch, NOON).orElseThrow();
  }

  private Outcome observe(ProcessRecord process, RunReport run, long secondsPastNoon) {
    return protocol.observe(process, Optional.ofNullable(run), NOON.plusSeconds(secondsPastNoon));
  }

  private static ProcessState state(ProcessStatus status) {
    return new ProcessState(status, true, false, false);
  }

  private static ProcessRecord process(ProcessStatus status, int attempt, long lastSequence) {
    return new ProcessRecord(
        ID, MACHINE, state(status), attempt, false, lastSequence, null, null, null);
  }

  private static RunReport report(int attempt, long sequence, RunPhase phase) {
    return report(ID, MACHINE, attempt, sequence, phase);
  }

  private static RunReport report(
      UUID process, UUID machine, int attempt, long sequence, RunPhase phase) {
    return new RunReport(process, machine, attempt, sequence, phase, null, null, NOON, MODEL, null);
  }

  private static List<ProcessStatus> statuses(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Entered.class::isInstance)
        .map(effect -> ((Effect.Entered) effect).status())
        .toList();
  }

  private static List<RunRepair> repairs(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Repaired.class::isInstance)
        .map(effect -> ((Effect.Repaired) effect).repair())
        .toList();
  }

  private static List<FailureCause> failures(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Failed.class::isInstance)
        .map(effect -> ((Effect.Failed) effect).failure().cause())
        .toList();
  }
}
