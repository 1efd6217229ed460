package dev.trainyard.agent.run;

import dev.trainyard.contracts.process.LaunchStage;
import java.util.Optional;

/**
 * Knows which launch stage is in work, so that a failure can name it. A run that is launched again
 * goes through the stages again, but does not report them again. For one thread.
 */
public final class LaunchProgress {
  private final RunJournal journal;
  private LaunchStage last;

  /**
   * @param last the stage that is done already; null before the first
   */
  LaunchProgress(RunJournal journal, LaunchStage last) {
    this.journal = journal;
    this.last = last;
  }

  public RunJournal journal() {
    return journal;
  }

  /** A stage is done; the next one is in work. */
  public void done(LaunchStage stage) {
    last = stage;
    journal.stageDone(stage);
  }

  /** The stage that has begun and not ended; empty once the run has trained. */
  Optional<LaunchStage> stageInWork() {
    var stages = LaunchStage.values();
    if (journal.state().hasReached(LaunchStage.RUN_STARTED)) {
      return Optional.empty();
    }
    var next = last == null ? 0 : last.ordinal() + 1;
    return next < stages.length ? Optional.of(stages[next]) : Optional.empty();
  }
}
