package dev.trainyard.agent.run;

import dev.trainyard.contracts.process.LaunchStage;
import java.util.Optional;

/** Knows which launch stage is in work, so that a failure can name it. For one thread. */
public final class LaunchProgress {
  private final RunJournal journal;
  private LaunchStage last;

  LaunchProgress(RunJournal journal) {
    this.journal = journal;
  }

  public RunJournal journal() {
    return journal;
  }

  /** A stage is done; the next one is in work. */
  public void done(LaunchStage stage) {
    last = stage;
    journal.stageDone(stage);
  }

  /** The stage that has begun and not ended; empty once the trainer trains. */
  Optional<LaunchStage> stageInWork() {
    var stages = LaunchStage.values();
    var next = last == null ? 0 : last.ordinal() + 1;
    return next < stages.length ? Optional.of(stages[next]) : Optional.empty();
  }
}
