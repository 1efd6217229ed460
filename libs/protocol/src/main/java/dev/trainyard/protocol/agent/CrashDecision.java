package dev.trainyard.protocol.agent;

import java.time.Duration;

/** What happens to a run whose trainer died without a last word. */
public sealed interface CrashDecision {

  /**
   * It goes on from its last checkpoint.
   *
   * @param number which resumption of the attempt this is, from 1
   * @param backOff how long to wait before
   */
  record Resume(int number, Duration backOff) implements CrashDecision {}

  /** It ends as FAILED. */
  record Fail() implements CrashDecision {}
}
