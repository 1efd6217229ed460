package dev.trainyard.template.dataset;

/** An attempt that is at work in this replica. Thread-safe. */
final class RunningCheck {
  private final CheckTask task;
  private volatile ProgressView progress = new ProgressView(0, 0);

  RunningCheck(CheckTask task) {
    this.task = task;
  }

  CheckTask task() {
    return task;
  }

  ProgressView progress() {
    return progress;
  }

  /** Heard from several threads: the last one may be a little behind. */
  void progressed(int imagesChecked, int images) {
    progress = new ProgressView(imagesChecked, images);
  }
}
