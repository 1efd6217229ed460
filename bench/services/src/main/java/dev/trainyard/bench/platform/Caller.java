package dev.trainyard.bench.platform;

/** Somebody who asks a service one thing after another. Used by one thread. */
interface Caller {
  Request next();

  /** What came of the last request. */
  default void answered(Answer answer) {}
}
