package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import java.util.Locale;
import java.util.Map;

/** The process is in a state that does not allow the action. */
class IllegalTransitionException extends ConflictException {
  IllegalTransitionException(
      TrainingProcess process, ProcessAction action, Decision.Reason reason) {
    super(
        switch (reason) {
          case SWITCHED_OFF -> "process-disabled";
          case ILLEGAL, NO_RUN -> "illegal-transition";
        },
        switch (reason) {
          case SWITCHED_OFF ->
              "Process %s is switched off; enable it first.".formatted(process.name());
          case ILLEGAL, NO_RUN ->
              "Process %s is %s and does not take %s."
                  .formatted(
                      process.name(), process.status(), action.name().toLowerCase(Locale.ROOT));
        },
        Map.of(
            "processId",
            process.id(),
            "status",
            process.status(),
            "allowedActions",
            ProcessLifecycle.allowedActions(process.state())));
  }
}
