package dev.trainyard.agent.run;

import dev.trainyard.agent.trainer.TrainerProcess;
import java.time.Duration;

/**
 * How a run is told to end: its trainer is asked to, or, while there is none, its thread is
 * interrupted. Thread-safe.
 */
public final class RunControl {
  private Thread worker;
  private TrainerProcess trainer;
  private boolean stopRequested;
  private Duration grace = Duration.ZERO;

  /** The calling thread does the run from now on. */
  synchronized void begin() throws InterruptedException {
    if (stopRequested) {
      throw new InterruptedException("stopped before it began");
    }
    worker = Thread.currentThread();
  }

  /**
   * The trainer runs.
   *
   * @throws InterruptedException if the run was told to end meanwhile; the trainer is killed
   */
  public synchronized void trainerStarted(TrainerProcess started) throws InterruptedException {
    if (stopRequested) {
      started.kill();
      throw new InterruptedException("stopped while the trainer was launched");
    }
    trainer = started;
  }

  /**
   * The trainer has ended.
   *
   * @throws InterruptedException if that was on request
   */
  public synchronized void trainerEnded() throws InterruptedException {
    trainer = null;
    if (stopRequested) {
      throw new InterruptedException("stopped");
    }
  }

  /** Ends the run; a second request can only shorten the time the trainer is given. */
  synchronized void requestStop(Duration newGrace) {
    stopRequested = true;
    grace = newGrace;
    if (trainer != null) {
      trainer.stop(grace);
    } else if (worker != null) {
      worker.interrupt();
    }
  }

  synchronized boolean stopRequested() {
    return stopRequested;
  }

  /** The run is over; its thread is not interrupted any more and free for the next. */
  synchronized void end() {
    worker = null;
    if (trainer != null) {
      trainer.kill();
      trainer = null;
    }
    Thread.interrupted();
  }
}
