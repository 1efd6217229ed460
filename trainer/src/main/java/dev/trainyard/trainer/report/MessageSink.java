package dev.trainyard.trainer.report;

import dev.trainyard.contracts.trainer.TrainerMessage;

/** Takes what a run has to say, in order. Called by the training thread alone. */
@FunctionalInterface
public interface MessageSink {
  void accept(TrainerMessage message);

  /**
   * A piece of work is done, such as a batch. Called from within the work, so that a run that hangs
   * falls silent.
   */
  default void alive() {}
}
