package dev.trainyard.trainer.report;

import dev.trainyard.contracts.trainer.TrainerMessage;

/** Takes what a run has to say, in order. Called by the training thread alone. */
@FunctionalInterface
public interface MessageSink {
  void accept(TrainerMessage message);
}
