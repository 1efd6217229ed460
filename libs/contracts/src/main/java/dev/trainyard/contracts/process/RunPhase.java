package dev.trainyard.contracts.process;

/** What an agent is doing with a run. The last three are final. */
public enum RunPhase {
  /** Fetching data, launching the trainer. */
  LAUNCHING,
  /** The trainer trains. */
  TRAINING,
  /** The model archive is on its way to the registry. */
  UPLOADING,
  /** The trainer was told to stop. */
  STOPPING,
  SUCCEEDED,
  FAILED,
  STOPPED;

  /** True when the run is over. */
  public boolean isFinal() {
    return switch (this) {
      case LAUNCHING, TRAINING, UPLOADING, STOPPING -> false;
      case SUCCEEDED, FAILED, STOPPED -> true;
    };
  }
}
