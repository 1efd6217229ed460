package dev.trainyard.protocol.process;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * All of a process that the protocol decides by. Immutable.
 *
 * @param id the process
 * @param machineId the machine it runs on
 * @param state where it is in its life
 * @param attempt how often it was started; the fencing token of commands and reports
 * @param fromScratch whether the next start, now or after a wait, leaves the checkpoint aside
 * @param lastSequence the newest report of the present attempt that was taken; 0 before the first
 * @param commandSentAt when its machine was last told something; null before that
 * @param missingSince since when its machine does not know the present attempt; null if it does
 * @param reportAwaitedSince since when heartbeats tell of a report that has not arrived; null when
 *     none is outstanding
 */
public record ProcessRecord(
    UUID id,
    UUID machineId,
    ProcessState state,
    int attempt,
    boolean fromScratch,
    long lastSequence,
    Instant commandSentAt,
    Instant missingSince,
    Instant reportAwaitedSince) {

  /** True for a run that its machine is to do or to end. */
  public boolean hasRun() {
    return state.holdsMachine()
        && attempt > 0
        && switch (state.status()) {
          case STARTING, RUNNING, STOPPING -> true;
          case CREATED, SUCCEEDED, FAILED, STOPPED -> false;
        };
  }

  /** The next attempt, not yet entered. */
  ProcessRecord nextAttempt() {
    return new ProcessRecord(id, machineId, state, attempt + 1, fromScratch, 0, null, null, null);
  }

  ProcessRecord with(ProcessState newState) {
    return new ProcessRecord(
        id,
        machineId,
        newState,
        attempt,
        fromScratch,
        lastSequence,
        commandSentAt,
        missingSince,
        reportAwaitedSince);
  }

  ProcessRecord fromScratch(boolean newFromScratch) {
    return new ProcessRecord(
        id,
        machineId,
        state,
        attempt,
        newFromScratch,
        lastSequence,
        commandSentAt,
        missingSince,
        reportAwaitedSince);
  }

  ProcessRecord acknowledged(long sequence) {
    return new ProcessRecord(
        id, machineId, state, attempt, fromScratch, sequence, commandSentAt, missingSince, null);
  }

  ProcessRecord commandSent(Instant now) {
    return new ProcessRecord(
        id,
        machineId,
        state,
        attempt,
        fromScratch,
        lastSequence,
        now,
        missingSince,
        reportAwaitedSince);
  }

  ProcessRecord missing(Instant since) {
    return new ProcessRecord(
        id,
        machineId,
        state,
        attempt,
        fromScratch,
        lastSequence,
        commandSentAt,
        since,
        reportAwaitedSince);
  }

  ProcessRecord reportAwaited(Instant since) {
    return new ProcessRecord(
        id,
        machineId,
        state,
        attempt,
        fromScratch,
        lastSequence,
        commandSentAt,
        missingSince,
        since);
  }

  Duration sinceCommand(Instant now) {
    return Duration.between(commandSentAt == null ? Instant.EPOCH : commandSentAt, now);
  }
}
