package dev.trainyard.process.enrolment;

import dev.trainyard.kit.problem.ProblemException;

/** Somebody says to be a machine's agent and does not prove it. */
class UnknownAgentException extends ProblemException {
  UnknownAgentException(String detail) {
    super("unknown-agent", "Forbidden", 403, detail);
  }
}
