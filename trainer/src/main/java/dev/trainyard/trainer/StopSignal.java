package dev.trainyard.trainer;

/** Set once, by whoever wants the run to stop; asked by the training thread. Thread-safe. */
public final class StopSignal {
  private volatile boolean requested;

  public void request() {
    requested = true;
  }

  public boolean isRequested() {
    return requested;
  }

  /** Thrown where a stop is noticed deep inside; the run then stops in order. */
  public static final class StopRequested extends RuntimeException {
    public StopRequested() {
      super("stop requested", null, false, false);
    }
  }

  /** Throws if a stop was requested. */
  public void check() {
    if (requested) {
      throw new StopRequested();
    }
  }
}
