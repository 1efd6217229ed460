package dev.trainyard.backends.child;

/** One server as {@link BackendChild} runs it. */
interface BackendServer {

  /**
   * Starts the server and returns its port when it takes requests.
   *
   * @throws Exception if it does not start; the message is shown to the user
   */
  int start(Settings settings) throws Exception;

  /** Does what the parent asks later, by default nothing. */
  default void command(String line) throws Exception {
    throw new IllegalArgumentException("Unknown command");
  }

  /** Stops the server; also called when the start was not finished. */
  void stop() throws Exception;
}
