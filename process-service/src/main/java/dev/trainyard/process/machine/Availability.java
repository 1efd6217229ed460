package dev.trainyard.process.machine;

/** Whether a machine can take a process, as its users see it. */
public enum Availability {
  /** Its agent shows signs of life. */
  YES,
  /** Its agent has not been heard for a while, or never. */
  NO,
  /** It is switched off for new processes. */
  DISABLED;

  static Availability of(boolean enabled, boolean available) {
    if (!enabled) {
      return DISABLED;
    }
    return available ? YES : NO;
  }
}
