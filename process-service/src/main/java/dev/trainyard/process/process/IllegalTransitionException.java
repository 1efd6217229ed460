package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.protocol.process.Decision;
import dev.trainyard.protocol.process.ProcessAction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The process is in a state that does not allow the action. */
class IllegalTransitionException extends ConflictException {
  IllegalTransitionException(
      TrainingProcess process,
      ProcessAction action,
      Decision.Reason reason,
      List<ProcessAction> allowed) {
    super(
        switch (reason) {
          case SWITCHED_OFF -> "process-disabled";
          case ILLEGAL, NO_RUN -> "illegal-transition";
        },
        switch (reason) {
          case SWITCHED_OFF ->
              "Process %s is switched off; enable it first.".formatted(process.name());
          case ILLEGAL, NO_RUN ->
              "Process %s is %s and does not take %s; now it takes %s."
                  .formatted(
                      process.name(),
                      process.status(),
                      action.name().toLowerCase(Locale.ROOT),
                      allowed.stream()
                          .map(one -> one.name().toLowerCase(Locale.ROOT))
                          .collect(Collectors.joining(", ")));
        },
        Map.of("processId", process.id(), "status", process.status(), "allowedActions", allowed));
  }
}
