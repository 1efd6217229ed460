package dev.trainyard.protocol.simulation;

/** A bug that the simulation is told to have, to show that it finds such a one. */
enum Planted {
  NONE,
  /** Reports are taken whatever attempt they are of. */
  NO_ATTEMPT_CHECK,
  /** Nothing keeps a second process from holding a machine. */
  NO_UNIQUE_INDEX,
  /** Events and commands are sent after the commit instead of written with it. */
  PUBLISH_OUTSIDE_OUTBOX,
  /** An agent begins what it is told without looking at what it knows. */
  AGENT_FORGETS,
  /** Any agent may speak for a machine. */
  NO_LEASE
}
