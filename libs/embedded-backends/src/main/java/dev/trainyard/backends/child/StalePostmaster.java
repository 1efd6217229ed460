package dev.trainyard.backends.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a killed server leaves in its data directory. PostgreSQL itself is careful with a left
 * process id that any process has now; here the lock on the directory tells more.
 */
final class StalePostmaster {

  private static final long STILL_STOPPING_SECONDS = 20;

  private final Path data;

  StalePostmaster(Path data) {
    this.data = data;
  }

  /** Waits for a server that is still stopping, then removes the mark of it. */
  void clear() throws IOException, InterruptedException {
    Path mark = data.resolve("postmaster.pid");
    if (!Files.exists(mark)) {
      return;
    }
    List<String> lines = Files.readAllLines(mark);
    long pid = lines.isEmpty() ? -1 : Math.abs(Long.parseLong(lines.get(0).strip()));
    ProcessHandle server = ProcessHandle.of(pid).filter(this::servesThisDirectory).orElse(null);
    if (server != null) {
      try {
        server.onExit().get(STILL_STOPPING_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        throw new IOException("the process " + pid + " still serves " + data + "; end it first", e);
      }
    }
    Files.deleteIfExists(mark);
  }

  private boolean servesThisDirectory(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(data.toString());
  }
}
