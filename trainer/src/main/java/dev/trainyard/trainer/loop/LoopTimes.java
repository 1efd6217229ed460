package dev.trainyard.trainer.loop;

/**
 * Where the time of a run's iterations went; evaluations and checkpoints do not count.
 *
 * @param iterations how many there were
 * @param seconds how long they took together
 * @param waitedSeconds how long of this the training thread waited for the next batch
 */
public record LoopTimes(int iterations, double seconds, double waitedSeconds) {
  /** Of a run that never came to its first iteration. */
  public static final LoopTimes NONE = new LoopTimes(0, 0, 0);

  /** Share of the time that was spent waiting, 0 to 1. */
  public double waitedShare() {
    return seconds > 0 ? waitedSeconds / seconds : 0;
  }
}
