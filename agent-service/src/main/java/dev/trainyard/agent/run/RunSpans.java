package dev.trainyard.agent.run;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.kit.tracing.Spans;

/** The steps of a run as spans of the trace that the run belongs to. */
final class RunSpans {
  private RunSpans() {}

  /** What a step does. */
  @FunctionalInterface
  interface Step<T> {
    T call() throws RunFailedException, InterruptedException;
  }

  /** Does a step, with all that it causes elsewhere, as a span of its own. */
  static <T> T in(String name, Step<T> step) throws RunFailedException, InterruptedException {
    var span = Spans.step(name);
    var scope = span.makeCurrent();
    try {
      return step.call();
    } catch (RunFailedException | InterruptedException | RuntimeException e) {
      Spans.fail(span, e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }
}
