package dev.trainyard.backends.child;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The running server and, beside it, a shell that waits for the end of its input and then stops the
 * server. The input ends when this JVM dies, also without a chance to do anything.
 */
final class PostgresProcess {

  private static final String WATCH =
      """
      trap '' INT HUP
      ended() { ! kill -0 $1 2>/dev/null || grep -q '^State:.Z' /proc/$1/status 2>/dev/null; }
      cat >/dev/null
      kill -$2 $1 2>/dev/null
      i=0
      while [ $i -lt 100 ] && ! ended $1; do sleep 0.1; i=$((i+1)); done
      ended $1 || kill -QUIT $1 2>/dev/null
      """;

  private final Process server;
  private final Process watch;
  private volatile boolean stopping;

  private PostgresProcess(Process server, Process watch) {
    this.server = server;
    this.watch = watch;
  }

  static PostgresProcess start(List<String> command, Settings settings) throws IOException {
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    settings.directory().resolve("postgres.log").toFile()))
            .start();
    // A fast shutdown writes everything; an immediate one is for data that is deleted anyway.
    String signal = settings.temporary() ? "QUIT" : "INT";
    Process watch =
        new ProcessBuilder("sh", "-c", WATCH, "watch", String.valueOf(server.pid()), signal)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    PostgresProcess process = new PostgresProcess(server, watch);
    server.onExit().thenRun(process::ended);
    return process;
  }

  /** Fails when the server has ended. */
  void requireAlive() throws IOException {
    if (!server.isAlive()) {
      throw new IOException("its server ended with status " + server.exitValue());
    }
  }

  void stop(long seconds) throws IOException, InterruptedException {
    stopping = true;
    watch.getOutputStream().close();
    if (!server.waitFor(seconds, TimeUnit.SECONDS)) {
      server.destroyForcibly().waitFor();
    }
  }

  private void ended() {
    if (!stopping) {
      System.err.println("PostgreSQL ended with status " + server.exitValue());
      new Thread(() -> System.exit(1), "ended").start();
    }
  }
}
