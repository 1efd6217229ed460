package dev.trainyard.contracts.process;

/** Where a process is in its life. */
public enum ProcessStatus {
  CREATED,
  STARTING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  STOPPING,
  STOPPED;

  /** True for the states in which a process holds its machine. */
  public boolean holdsMachine() {
    return switch (this) {
      case CREATED, STARTING, RUNNING, STOPPING -> true;
      case SUCCEEDED, FAILED, STOPPED -> false;
    };
  }
}
