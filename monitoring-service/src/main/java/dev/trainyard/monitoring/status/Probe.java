package dev.trainyard.monitoring.status;

/** How to find out whether a part of the platform works. */
interface Probe {
  /** Such as process-service or kafka. */
  String name();

  Kind kind();

  /**
   * Asks the part, and returns if it works.
   *
   * @throws PartDownException if it does not; the message says why, for people
   */
  void ask() throws InterruptedException;

  /** A kind of parts. */
  enum Kind {
    /** One of Trainyard's own. */
    SERVICE,
    /** What the services keep their data in. */
    BACKEND
  }
}
