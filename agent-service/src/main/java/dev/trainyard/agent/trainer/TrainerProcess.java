package dev.trainyard.agent.trainer;

import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A running trainer. One thread follows its messages; any thread may stop it.
 *
 * <p>Its standard output holds one {@link TrainerMessage} a line, its standard error the log; the
 * line {@code stop} on its standard input asks it to end with a checkpoint.
 */
public final class TrainerProcess {
  private static final Logger LOG = Logger.getLogger(TrainerProcess.class);

  /** What a trainer gets to exit after its last message. */
  private static final long EXIT_SECONDS = 30;

  private static final long LOG_DRAIN_MILLIS = 2_000;

  private final Process process;
  private final TrainerLog log;
  private final LenientJson json;
  private final ScheduledExecutorService timer;
  private final Thread logReader;

  private TrainerProcess(
      Process process, TrainerLog log, LenientJson json, ScheduledExecutorService timer) {
    this.process = process;
    this.log = log;
    this.json = json;
    this.timer = timer;
    this.logReader = new Thread(this::readLog, "trainer-log");
  }

  /**
   * How a trainer ended.
   *
   * @param last its result, its confirmation of a stop or its failure; empty when it crashed
   * @param exitCode the exit code; 128 + the signal's number when a signal ended it
   */
  public record Ending(Optional<TrainerMessage> last, int exitCode) {}

  /** Starts a trainer; throws {@link IOException} if the program cannot be started. */
  public static TrainerProcess start(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      TrainerLog log,
      LenientJson json,
      ScheduledExecutorService timer)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var trainer = new TrainerProcess(builder.start(), log, json, timer);
    trainer.logReader.setDaemon(true);
    trainer.logReader.start();
    return trainer;
  }

  public TrainerIdentity identity() {
    return TrainerIdentity.of(process.toHandle());
  }

  /** Hands every message but the last to the listener, until the trainer has ended. */
  public Ending follow(Consumer<TrainerMessage> listener) throws InterruptedException {
    Optional<TrainerMessage> last = Optional.empty();
    try (var output = reader(process.getInputStream())) {
      String line;
      while (last.isEmpty() && (line = output.readLine()) != null) {
        var message = parse(line);
        if (message.filter(TrainerProcess::isLast).isPresent()) {
          last = message;
        } else {
          message.ifPresent(listener);
        }
      }
    } catch (IOException e) {
      LOG.debugf("The trainer's output ended reason=%s", e);
    }
    if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      LOG.warnf("The trainer said its last word and stays; it is killed pid=%d", process.pid());
      kill();
    }
    var exitCode = process.waitFor();
    logReader.join(LOG_DRAIN_MILLIS);
    return new Ending(last, exitCode);
  }

  /** Asks the trainer to end with a checkpoint and kills it after the grace period. */
  public void stop(Duration grace) {
    // Not on the caller's thread: a trainer that does not read blocks the writer.
    timer.execute(
        () -> {
          try {
            process.getOutputStream().write("stop\n".getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
          } catch (IOException e) {
            LOG.debugf("The trainer does not listen any more reason=%s", e);
          }
        });
    timer.schedule(
        () -> {
          if (process.isAlive()) {
            LOG.warnf("The trainer did not stop in time and is killed pid=%d", process.pid());
            kill();
          }
        },
        grace.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Kills the trainer and its children at once. */
  public void kill() {
    TrainerIdentity.killTree(process.toHandle());
  }

  private Optional<TrainerMessage> parse(String line) {
    if (line.startsWith("{")) {
      try {
        return Optional.of(json.read(line.getBytes(StandardCharsets.UTF_8), TrainerMessage.class));
      } catch (IOException e) {
        LOG.debugf("Not a trainer message reason=%s", e);
      }
    }
    // Something in the trainer printed where only messages belong: native libraries do.
    log.append(line);
    return Optional.empty();
  }

  private static boolean isLast(TrainerMessage message) {
    return message instanceof TrainerMessage.Result
        || message instanceof TrainerMessage.Stopped
        || message instanceof TrainerMessage.Failure;
  }

  private void readLog() {
    try (var errors = reader(process.getErrorStream())) {
      errors.lines().forEach(log::append);
    } catch (IOException | UncheckedIOException e) {
      LOG.debugf("The trainer's log ended reason=%s", e);
    }
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }
}
