package dev.trainyard.agent.run;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.protocol.agent.RunRules;
import java.util.List;

/** What a user is told about a trainer that ended without saying why. */
final class TrainerDeath {
  private static final int EXIT_CODE_OF_SIGKILL = 128 + 9;

  private TrainerDeath() {}

  /** It is started again. */
  static String resumeNotice(TrainerProcess.Ending ending, int number) {
    return "%s; it goes on from its last checkpoint, %d of %d."
        .formatted(what(ending), number, RunRules.MOST_RESUMES);
  }

  /** It is not started again. */
  static RunFailedException failure(TrainerProcess.Ending ending, List<String> logTail) {
    return new RunFailedException(FailureCause.TRAINER_CRASHED, message(ending), logTail);
  }

  /** It is not started again, and nobody saw it die. */
  static RunFailedException lostWithAgent(StartTraining run, RunDirectory directory) {
    return new RunFailedException(
        FailureCause.AGENT_RESTARTED,
        "The agent on the machine was restarted, and its trainer had died. Start the process"
            + " again: it goes on from the last checkpoint.",
        TrainerLog.tailOf(directory.log(run.attempt())));
  }

  /** Its agent dies whenever it launches the run. */
  static RunFailedException neverLaunched() {
    return new RunFailedException(
        FailureCause.AGENT_RESTARTED,
        ("The agent on the machine ended %d times in a row while it prepared this run, before the"
                + " trainer said anything. Look at the agent's log and at the machine's memory, then"
                + " start the process again.")
            .formatted(RunRules.MOST_RELAUNCHES + 1),
        List.of());
  }

  private static String what(TrainerProcess.Ending ending) {
    if (ending.last().isPresent()) {
      return "The trainer stopped though nobody asked it to";
    }
    if (ending.silence().isPresent()) {
      return "The trainer showed no sign of life for %d s and was killed"
          .formatted(ending.silence().get().toSeconds());
    }
    if (ending.exitCode().isEmpty()) {
      return "The trainer died, and nobody saw how";
    }
    if (ending.exitCode().getAsInt() == EXIT_CODE_OF_SIGKILL) {
      return "The trainer was killed, most often because the machine ran out of memory";
    }
    return "The trainer crashed with exit code " + ending.exitCode().getAsInt();
  }

  private static String message(TrainerProcess.Ending ending) {
    if (ending.last().isPresent()) {
      return "The trainer stopped though nobody asked it to. Start the process again: it goes on"
          + " from the last checkpoint.";
    }
    if (ending.silence().isPresent()) {
      return ("The trainer hung: it showed no sign of life for %d s and was killed. Look at the"
              + " machine's GPU, its driver and its disk, then start the process again: it goes on"
              + " from the last checkpoint.")
          .formatted(ending.silence().get().toSeconds());
    }
    if (ending.exitCode().isEmpty()) {
      return "The trainer died, and nobody saw how. Look at the end of the log, and at the machine's"
          + " memory and disk, then start the process again: it goes on from the last checkpoint.";
    }
    if (ending.exitCode().getAsInt() == EXIT_CODE_OF_SIGKILL) {
      return "The trainer was killed from outside, most often because the machine ran out of"
          + " memory. Try a smaller batch or image size, then start the process again.";
    }
    return "The trainer ended without a result, exit code %d. The log's last lines say why."
        .formatted(ending.exitCode().getAsInt());
  }
}
