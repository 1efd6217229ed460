package dev.trainyard.template.dataset;

import java.util.concurrent.atomic.AtomicBoolean;

/** An attempt that is at work in this replica. Thread-safe. */
final class RunningCheck {
  private final CheckTask task;
  private final AtomicBoolean givenBack = new AtomicBoolean();
  private volatile ProgressView progress = new ProgressView(0, 0);

  RunningCheck(CheckTask task) {
    this.task = task;
  }

  CheckTask task() {
    return task;
  }

  /**
   * Leaves it to a later attempt.
   *
   * @return false if that was done before
   */
  boolean giveBack() {
    return givenBack.compareAndSet(false, true);
  }

  ProgressView progress() {
    return progress;
  }

  /** Heard from several threads: the last one may be a little behind. */
  void progressed(int imagesChecked, int images) {
    progress = new ProgressView(imagesChecked, images);
  }
}
