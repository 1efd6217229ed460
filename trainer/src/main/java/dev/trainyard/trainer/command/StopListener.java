package dev.trainyard.trainer.command;

import dev.trainyard.trainer.StopSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a run be stopped from outside: by a line on standard input, or by a signal. */
final class StopListener {
  private static final long STOP_SECONDS = 30;

  private StopListener() {}

  /**
   * Begins to listen.
   *
   * @param done counted down when the run has ended; until then a signal does not end the process
   */
  static void start(StopSignal stop, CountDownLatch done) {
    listen(stop);
    stopOnSignal(stop, done);
  }

  /** Obeys the line {@code stop}. The end of the input means nothing: an agent may have died. */
  private static void listen(StopSignal stop) {
    var listener =
        new Thread(
            () -> {
              try (var lines =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                lines
                    .lines()
                    .filter(line -> line.strip().equals("stop"))
                    .forEach(l -> stop.request());
              } catch (IOException | UncheckedIOException e) {
                // Nobody can ask for a stop this way any more; signals still can.
                return;
              }
            },
            "stop-listener");
    listener.setDaemon(true);
    listener.start();
  }

  private static void stopOnSignal(StopSignal stop, CountDownLatch done) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.request();
                  try {
                    done.await(STOP_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop-on-signal"));
  }
}
