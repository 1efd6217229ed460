package dev.trainyard.agent.run;

import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Ends runs that were going when an earlier life of the agent ended: no trainer stays behind. */
@ApplicationScoped
public class RunRecovery {
  private static final Logger LOG = Logger.getLogger(RunRecovery.class);

  private final RunStateStore store;
  private final EventPublisher publisher;
  private final Clock clock;

  RunRecovery(RunStateStore store, EventPublisher publisher, Clock clock) {
    this.store = store;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Kills the run's trainer if it still lives and reports the run as failed. */
  void endLost(RunState lost) {
    var report = lost.report();
    var killed = lost.trainer() != null && lost.trainer().kill();
    LOG.warnf(
        "A run was lost with the agent processId=%s attempt=%d phase=%s trainerKilled=%s",
        report.processId(), report.attempt(), report.phase(), killed);
    var tail = TrainerLog.tailOf(store.directory(report.processId()).log(report.attempt()));
    new RunJournal(lost, store, publisher, clock, () -> {})
        .failed(
            null,
            new Failure(
                FailureCause.AGENT_RESTARTED,
                "The agent on the machine was restarted during the run. Start the process again: it"
                    + " goes on from the last checkpoint.",
                tail));
  }
}
