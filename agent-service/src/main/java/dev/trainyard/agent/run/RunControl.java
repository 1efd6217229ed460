package dev.trainyard.agent.run;

import dev.trainyard.agent.trainer.TrainerProcess;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run is told to end: its trainer is asked to, or, while there is none, its thread is
 * interrupted. Thread-safe.
 */
public final class RunControl {
  private Thread worker;
  private TrainerProcess trainer;
  private boolean stopRequested;
  private boolean left;

  /**
   * @param attached the trainer that an earlier life of the agent has started; it may be dead
   */
  RunControl(Optional<TrainerProcess> attached) {
    this.trainer = attached.orElse(null);
  }

  /** The calling thread does the run from now on. */
  synchronized void begin() throws InterruptedException {
    if (left || (stopRequested && trainer == null)) {
      throw new InterruptedException("stopped before it began");
    }
    worker = Thread.currentThread();
  }

  /**
   * The trainer is ready.
   *
   * @throws InterruptedException if the run was told to end meanwhile; the trainer is killed
   */
  public synchronized void trainerStarted(TrainerProcess started) throws InterruptedException {
    if (stopRequested || left) {
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
  synchronized void requestStop(Duration grace) {
    stopRequested = true;
    if (trainer != null) {
      trainer.stop(grace);
    } else if (worker != null) {
      worker.interrupt();
    }
  }

  /** Ends the agent's part in the run; its trainer trains on. */
  synchronized void leave() {
    left = true;
    trainer = null;
    if (worker != null) {
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
