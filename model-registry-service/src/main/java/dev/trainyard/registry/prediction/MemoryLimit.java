package dev.trainyard.registry.prediction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A limit of memory for other processes, which the system's shell sets: it counts what is written
 * to, not what Java reserves. Where the system has no such limit, they run without. Thread-safe.
 */
final class MemoryLimit {
  private static final Logger LOG = Logger.getLogger(MemoryLimit.class);
  private static final String SET = "ulimit -d \"$1\"";
  private static final String SET_AND_RUN = SET + " 2>/dev/null; shift; exec \"$@\"";

  private final String shell;
  private final long bytes;

  /**
   * @param shell that of the system
   */
  MemoryLimit(String shell, long bytes) {
    this.shell = shell;
    this.bytes = bytes;
  }

  /** A command that runs another one within the limit. */
  List<String> around(List<String> command) {
    var whole = new ArrayList<>(shell(SET_AND_RUN));
    whole.addAll(command);
    return whole;
  }

  /** Tries the limit, and warns if there is none. */
  void tryOnce() {
    refusal()
        .ifPresent(
            reason ->
                LOG.warnf(
                    "Models are tried without a limit of memory limitBytes=%d reason=%s",
                    bytes, reason));
  }

  private Optional<String> refusal() {
    try {
      var process = new ProcessBuilder(shell(SET)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      return exitCode == 0
          ? Optional.empty()
          : Optional.of(words.isBlank() ? "exit code " + exitCode : words.strip());
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service stops", e);
    }
  }

  private List<String> shell(String script) {
    // What comes after the script is its name, and then its arguments.
    return List.of(shell, "-c", script, "predict", String.valueOf(bytes >> 10));
  }
}
