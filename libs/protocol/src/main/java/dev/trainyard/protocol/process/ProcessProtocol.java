package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.protocol.process.Decision.Command;
import dev.trainyard.protocol.process.ProcessInput.RunLost;
import dev.trainyard.protocol.process.ProcessInput.RunReported;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a process when its user acts, its agent reports, its machine shows what it is
 * doing, or nobody knows any more. Level-triggered: messages may be lost, repeated and late; what
 * is is compared with what should be, again and again, until both agree. Pure and thread-safe.
 */
public final class ProcessProtocol {
  private final Waits waits;

  public ProcessProtocol(Waits waits) {
    this.waits = waits;
  }

  /**
   * A user's action, or the turn of a start that waited.
   *
   * @param fromScratch for a start or a restart: leave the checkpoint aside
   * @return empty if {@link ProcessLifecycle} refuses it, or it deletes or copies the process
   */
  public Optional<Outcome> act(
      ProcessRecord process, ProcessInput input, boolean fromScratch, Instant now) {
    var decision = ProcessLifecycle.decide(process.state(), input);
    var unchanged = Outcome.of(process);
    var intended = Outcome.of(process.fromScratch(fromScratch));
    if (decision instanceof Decision.Move move) {
      var isRestart = input == ProcessAction.RESTART;
      var moved = (isStart(move) || isRestart ? intended : unchanged).move(move, now);
      return Optional.of(
          isRestart && !isStart(move)
              ? moved.with(moved.process().with(moved.process().state().restarting(true)))
              : moved);
    }
    if (decision instanceof Decision.Switch change) {
      return Optional.of(
          Outcome.of(
              process.with(process.state().enabled(change.enabled())),
              new Effect.Switched(change.enabled())));
    }
    if (decision instanceof Decision.Queue) {
      return Optional.of(
          Outcome.of(
              process.fromScratch(fromScratch).with(process.state().queued(true)),
              new Effect.Queued(true)));
    }
    if (decision instanceof Decision.Dequeue dequeue) {
      return Optional.of(
          Outcome.of(process.with(process.state().queued(false)), new Effect.Queued(false))
              .move(new Decision.Move(dequeue.path(), Optional.empty()), now));
    }
    if (decision instanceof Decision.Intend intend) {
      return Optional.of(
          Outcome.of(
              process.fromScratch(fromScratch).with(process.state().restarting(intend.restart()))));
    }
    return decision instanceof Decision.NoChange ? Optional.of(unchanged) : Optional.empty();
  }

  /** A report that came by itself. */
  public Outcome report(ProcessRecord process, RunReport report, Instant now) {
    if (!process.machineId().equals(report.machineId()) || report.attempt() > process.attempt()) {
      return dropped(
          process,
          report,
          RunRepair.UNWANTED_REPORT_DROPPED,
          "The report is not of a run that the process was given to.");
    }
    if (report.attempt() < process.attempt()) {
      return dropped(
          process,
          report,
          RunRepair.OLDER_REPORT_DROPPED,
          "Attempt %d is the present one.".formatted(process.attempt()));
    }
    if (report.sequence() <= process.lastSequence()) {
      return Outcome.of(process, new Effect.StageTold(report))
          .plus(
              repaired(
                  report,
                  RunRepair.REPEATED_REPORT_DROPPED,
                  "Report %d was taken before; %d is the newest."
                      .formatted(report.sequence(), process.lastSequence())));
    }
    return take(process, report, now);
  }

  /**
   * What the process's machine is doing, or did last, by its heartbeat.
   *
   * @param run the newest report of that run, of whatever process; empty when it knows of none
   */
  public Outcome observe(ProcessRecord process, Optional<RunReport> run, Instant now) {
    var own = run.filter(report -> report.processId().equals(process.id()));
    if (!process.hasRun()) {
      return own.map(report -> unwanted(process, report, now)).orElse(Outcome.of(process));
    }
    var present = own.filter(report -> report.attempt() == process.attempt());
    return present.isPresent() ? present(process, present.get(), now) : missing(process, now);
  }

  /** Nobody knows any more what became of the run; it is over when there was one. */
  public Outcome lose(ProcessRecord process, FailureCause cause, String message, Instant now) {
    var decision = ProcessLifecycle.decide(process.state(), new RunLost());
    return decision instanceof Decision.Move move
        ? Outcome.of(process, new Effect.Failed(new Failure(cause, message, null))).move(move, now)
        : Outcome.of(process);
  }

  /** Whether a machine is to be told to stop a run of a process that does not exist. */
  public static boolean isUnwanted(RunReport run) {
    return Repair.isToBeStopped(run.phase());
  }

  private Outcome take(ProcessRecord process, RunReport report, Instant now) {
    var acknowledged = process.acknowledged(report.sequence());
    var decision = ProcessLifecycle.decide(process.state(), new RunReported(report.phase()));
    if (decision instanceof Decision.Refusal) {
      return dropped(
          acknowledged,
          report,
          RunRepair.UNWANTED_REPORT_DROPPED,
          "The process is %s.".formatted(process.state().status()));
    }
    var told = Outcome.of(acknowledged, new Effect.StageTold(report), new Effect.Told(report));
    return decision instanceof Decision.Move move ? told.move(move, now) : told;
  }

  private Outcome present(ProcessRecord process, RunReport report, Instant now) {
    var outcome = awaitReport(Outcome.of(process.missing(null)), report, now);
    var after = outcome.process();
    return Repair.ofPresent(after.state().status(), report.phase(), after.sinceCommand(now), waits)
            == Repair.SEND_STOP
        ? outcome
            .command(Command.STOP, now)
            .plus(
                repaired(
                    report,
                    RunRepair.STOP_SENT_AGAIN,
                    "The run is still %s.".formatted(report.phase())))
        : outcome;
  }

  /** Heartbeats travel on another topic and may overtake reports that are on their way. */
  private Outcome awaitReport(Outcome outcome, RunReport report, Instant now) {
    var process = outcome.process();
    if (report.sequence() <= process.lastSequence()) {
      return outcome.with(process.reportAwaited(null));
    }
    if (process.reportAwaitedSince() == null) {
      return outcome.with(process.reportAwaited(now));
    }
    var waited = Duration.between(process.reportAwaitedSince(), now);
    var isUsable = report.phase() != RunPhase.SUCCEEDED || report.modelId() != null;
    if (waited.compareTo(waits.report()) < 0 || !isUsable) {
      return outcome;
    }
    var taken = take(process, report, now);
    return taken.plus(
        repaired(
            report,
            RunRepair.REPORT_TAKEN_FROM_HEARTBEAT,
            "Report %d had not arrived after %d s."
                .formatted(report.sequence(), waited.toSeconds())));
  }

  private Outcome missing(ProcessRecord process, Instant now) {
    var since = process.missingSince() == null ? now : process.missingSince();
    var outcome = Outcome.of(process.missing(since).reportAwaited(null));
    var repair =
        Repair.ofMissing(
            process.state().status(),
            Duration.between(since, now),
            process.sinceCommand(now),
            waits);
    return switch (repair) {
      case NONE -> outcome;
      case SEND_START ->
          outcome
              .command(Command.START, now)
              .plus(
                  repaired(
                      process,
                      RunRepair.START_SENT_AGAIN,
                      "The machine shows no sign of having heard the command."));
      case SEND_STOP -> throw new IllegalStateException("a run that is missing is not stopped");
      case END_STOPPED -> endStopped(outcome, now);
      case END_FAILED ->
          lose(
                  outcome.process(),
                  FailureCause.AGENT_RESTARTED,
                  "The machine no longer knows this run. Start the process again; it goes on from"
                      + " its last checkpoint if the machine still has it.",
                  now)
              .plus(
                  repaired(
                      process,
                      RunRepair.ENDED_FAILED,
                      "The machine has not known the run for %d s."
                          .formatted(Duration.between(since, now).toSeconds())));
    };
  }

  private Outcome endStopped(Outcome outcome, Instant now) {
    var process = outcome.process();
    var decision = ProcessLifecycle.decide(process.state(), new RunReported(RunPhase.STOPPED));
    var ended = decision instanceof Decision.Move move ? outcome.move(move, now) : outcome;
    return ended.plus(
        repaired(process, RunRepair.ENDED_STOPPED, "The machine does not have the run."));
  }

  /** The machine works at a run of a process that is over, or that has not begun. */
  private Outcome unwanted(ProcessRecord process, RunReport report, Instant now) {
    if (!Repair.isToBeStopped(report.phase())
        || process.sinceCommand(now).compareTo(waits.command()) < 0) {
      return Outcome.of(process);
    }
    return Outcome.of(
        process.commandSent(now),
        new Effect.Commanded(Command.STOP, report.attempt()),
        repaired(
            report,
            RunRepair.UNWANTED_RUN_STOPPED,
            "The process is %s.".formatted(process.state().status())));
  }

  private static boolean isStart(Decision.Move move) {
    return move.command().filter(command -> command == Command.START).isPresent();
  }

  private static Outcome dropped(
      ProcessRecord process, RunReport report, RunRepair repair, String reason) {
    return Outcome.of(process, repaired(report, repair, reason));
  }

  private static Effect repaired(RunReport report, RunRepair repair, String reason) {
    return new Effect.Repaired(repair, report.attempt(), reason);
  }

  private static Effect repaired(ProcessRecord process, RunRepair repair, String reason) {
    return new Effect.Repaired(repair, process.attempt(), reason);
  }
}
