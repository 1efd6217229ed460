package dev.trainyard.agent.trainer;

import java.nio.file.Path;

/**
 * How an agent and a trainer talk, so that each may outlive the other. A folder of its own for
 * every launch: a dying trainer never writes into the files of the next.
 *
 * @param folder {@code <run>/trainer-<attempt>-<launch>}
 * @param log the attempt's log, appended to over its launches
 */
public record TrainerFiles(Path folder, Path log) {

  /** Which process it is, as JSON; written before it begins. */
  public Path identity() {
    return folder.resolve("identity.json");
  }

  /** Where it puts what it needs for a while; its home, too. */
  public Path temporary() {
    return folder.resolve("temporary");
  }

  /** Its standard input, a FIFO. */
  Path input() {
    return folder.resolve("input");
  }

  /** Its standard output. */
  public Path messages() {
    return folder.resolve("messages");
  }

  /** Is there once nothing of it lives, and is empty. */
  Path ended() {
    return folder.resolve("ended");
  }

  /** Its exit code, once it has ended by itself or by a signal to it alone. */
  Path exitCode() {
    return folder.resolve("exit-code");
  }
}
