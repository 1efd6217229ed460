package dev.trainyard.protocol.agent;

import java.util.Optional;
import java.util.UUID;

/**
 * What a command does. {@code attempt} fences: a command of an older attempt does nothing, a second
 * one of the same attempt only repeats the newest report. At most one run is active.
 */
public final class CommandRules {
  private CommandRules() {}

  /**
   * Decides about a start command.
   *
   * @param attempt the attempt to start
   * @param known what is known of that process here
   * @param active the run the machine works on, of whichever process
   */
  public static StartDecision onStart(
      int attempt, Optional<KnownRun> known, Optional<KnownRun> active) {
    int newest = known.map(KnownRun::attempt).orElse(0);
    if (newest > attempt) {
      return StartDecision.IGNORE_OLDER;
    }
    if (newest == attempt) {
      return StartDecision.REPEAT_REPORT;
    }
    return active.filter(KnownRun::isActive).isPresent()
        ? StartDecision.END_ACTIVE_THEN_BEGIN
        : StartDecision.BEGIN;
  }

  /**
   * Decides about a stop command.
   *
   * @param processId the process to stop
   * @param attempt this attempt and any older one
   * @param known what is known of that process here
   * @param active the run the machine works on, of whichever process
   * @param mayAnswer whether this agent may speak for the machine
   */
  public static StopDecision onStop(
      UUID processId,
      int attempt,
      Optional<KnownRun> known,
      Optional<KnownRun> active,
      boolean mayAnswer) {
    var running =
        active.filter(KnownRun::isActive).filter(run -> run.processId().equals(processId));
    if (running.isPresent()) {
      return running.get().attempt() <= attempt
          ? StopDecision.END_ACTIVE
          : StopDecision.IGNORE_OLDER;
    }
    if (!mayAnswer) {
      return StopDecision.REFUSE;
    }
    return known.filter(run -> run.attempt() >= attempt).isPresent()
        ? StopDecision.REPEAT_REPORT
        : StopDecision.REPORT_STOPPED;
  }
}
