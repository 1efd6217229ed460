package dev.trainyard.agent.platform;

import java.io.IOException;

/** Where what is shown to the platform's services comes from. Thread-safe. */
@FunctionalInterface
public interface TokenSource {

  /**
   * A token that is good now.
   *
   * @throws IOException if there is none just now
   */
  String current() throws IOException, InterruptedException;

  /** The next one is to be another: this one is not believed, or says too little. */
  default void forget() {}
}
