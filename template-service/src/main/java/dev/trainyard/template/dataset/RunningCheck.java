package dev.trainyard.template.dataset;

/** An attempt that is at work in this replica. Thread-safe. */
final class RunningCheck {
  private final CheckTask task;
  private volatile CheckProgress progress = new CheckProgress(0, 0);
  private volatile boolean givenUp;

  RunningCheck(CheckTask task) {
    this.task = task;
  }

  CheckTask task() {
    return task;
  }

  CheckProgress progress() {
    return progress;
  }

  void progressed(int imagesChecked, int images) {
    progress = new CheckProgress(imagesChecked, images);
  }

  /** The dataset was deleted, or another replica checks it now. */
  void giveUp() {
    givenUp = true;
  }

  boolean isGivenUp() {
    return givenUp;
  }
}
