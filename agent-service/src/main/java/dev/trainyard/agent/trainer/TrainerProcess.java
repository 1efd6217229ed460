package dev.trainyard.agent.trainer;

import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.storage.Directories;
import dev.trainyard.agent.storage.LineTail;
import dev.trainyard.agent.storage.WholeFile;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.kit.privilege.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A trainer, started by this agent or by an earlier life of it. One thread follows its messages;
 * any thread may stop it.
 *
 * <p>Its standard output holds one {@link TrainerMessage} a line and goes to a file, its standard
 * error is the log; the line {@code stop} on its standard input, a FIFO, asks it to end with a
 * checkpoint. None of the three breaks when the agent dies. A shell leads its process group and
 * notes its exit code.
 */
public final class TrainerProcess {
  private static final Logger LOG = Logger.getLogger(TrainerProcess.class);

  /** What a trainer gets to exit after its last message. */
  private static final long EXIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long POLL_MILLIS = 100;

  /**
   * What it writes is nobody else's to read. Begins only when told so, after the agent has noted
   * which process this is; an agent that dies before closes the pipe, and nothing was started.
   */
  private static final String SCRIPT =
      """
      umask 077
      read -r go || exit 125
      input=$1 messages=$2 log=$3 code=$4
      shift 4
      "$@" <>"$input" >>"$messages" 2>>"$log"
      status=$?
      echo $status >"$code"
      exit $status
      """;

  private final TrainerFiles files;
  private final TrainerIdentity identity;
  private final Optional<Process> child;
  private final RandomAccessFile input;
  private final LenientJson json;
  private final ScheduledExecutorService timer;

  private TrainerProcess(
      TrainerFiles files,
      TrainerIdentity identity,
      Optional<Process> child,
      RandomAccessFile input,
      LenientJson json,
      ScheduledExecutorService timer) {
    this.files = files;
    this.identity = identity;
    this.child = child;
    this.input = input;
    this.json = json;
    this.timer = timer;
  }

  /**
   * How a trainer ended.
   *
   * @param last its result, its confirmation of a stop or its failure; empty when it crashed
   * @param exitCode the exit code, 128 + the signal's number when a signal ended it; empty when
   *     nobody was there to note it
   * @param silence how long it had said nothing when it was killed for that; empty when it was not
   */
  public record Ending(
      Optional<TrainerMessage> last, OptionalInt exitCode, Optional<Duration> silence) {}

  /** Is told every message, in order, with where the next one begins. */
  @FunctionalInterface
  public interface Listener {
    void heard(TrainerMessage message, long offset);
  }

  /**
   * Makes a trainer ready to begin. What is in its folder is removed: no trainer is to be judged by
   * what another has left.
   *
   * @throws IOException if that cannot be done
   */
  public static TrainerProcess prepare(
      List<String> command,
      Map<String, String> environment,
      TrainerFiles files,
      LenientJson json,
      ScheduledExecutorService timer)
      throws IOException {
    Directories.delete(files.folder());
    OwnerOnly.createDirectories(files.temporary());
    OwnerOnly.createFileIfAbsent(files.log());
    makeFifo(files.input());
    var whole = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, "trainer"));
    for (var file : List.of(files.input(), files.messages(), files.log(), files.exitCode())) {
      whole.add(file.toString());
    }
    whole.addAll(command);
    var builder = new ProcessBuilder(whole).directory(files.folder().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(ProcessTable.MARK, files.folder().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
    // Held open, so that a stop is kept for a trainer that does not listen yet.
    var input = new RandomAccessFile(files.input().toFile(), "rw");
    try {
      var child = builder.start();
      var identity = TrainerIdentity.of(child.toHandle());
      WholeFile.write(files.identity(), json.write(identity), true);
      return new TrainerProcess(files, identity, Optional.of(child), input, json, timer);
    } catch (IOException e) {
      input.close();
      throw e;
    }
  }

  /** The trainer that an earlier life of the agent has started; it may be dead. */
  public static TrainerProcess attach(
      TrainerFiles files,
      TrainerIdentity identity,
      LenientJson json,
      ScheduledExecutorService timer)
      throws IOException {
    Files.createDirectories(files.folder());
    if (!Files.exists(files.input())) {
      makeFifo(files.input());
    }
    var input = new RandomAccessFile(files.input().toFile(), "rw");
    return new TrainerProcess(files, identity, Optional.empty(), input, json, timer);
  }

  /** Lets a prepared trainer begin. */
  public void begin() throws IOException {
    try (var pipe = child.orElseThrow().getOutputStream()) {
      pipe.write("go\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * Hands every message to the listener, until the trainer has ended and nothing of its group is
   * left. One that says nothing for too long is killed.
   *
   * @param offset where in the messages to begin
   * @param said the last word, if it was heard before
   * @param longestSilence what it may say nothing, as long as it has not said its last word
   * @throws InterruptedException if the thread is told to leave; the trainer goes on
   * @throws IOException if the messages cannot be read
   */
  public Ending follow(
      Listener listener,
      long offset,
      Optional<TrainerMessage> said,
      TrainerLog log,
      Duration longestSilence)
      throws InterruptedException, IOException {
    var tail = new LineTail(files.messages(), offset);
    var last = said;
    var deadline = System.nanoTime() + EXIT_NANOS;
    var watch = new SilenceWatch(System::nanoTime);
    Optional<Duration> hung = Optional.empty();
    try (input) {
      while (true) {
        // Asked first, so that what it wrote at the end is read.
        var ended = !isAlive();
        if (ended) {
          identity.killGroup(files);
        }
        var spoke = false;
        for (var lines = read(tail, ended); !lines.isEmpty(); lines = read(tail, ended)) {
          spoke = true;
          for (var line : lines) {
            var message = last.isPresent() ? last : parse(line.text());
            if (last.isEmpty() && message.isPresent()) {
              listener.heard(message.get(), line.end());
              last = message.filter(TrainerMessages::isLast);
              deadline = System.nanoTime() + EXIT_NANOS;
            }
          }
        }
        log.read(ended);
        if (ended) {
          return new Ending(last, exitCode(), hung);
        }
        var silence = watch.looked(spoke);
        if (last.isEmpty() && hung.isEmpty() && silence.compareTo(longestSilence) >= 0) {
          LOG.warnf(
              "The trainer shows no sign of life and is killed pid=%d silentFor=%s",
              identity.pid(), silence);
          hung = Optional.of(silence);
          kill();
        }
        if (last.isPresent() && System.nanoTime() - deadline > 0) {
          LOG.warnf(
              "The trainer said its last word and stays; it is killed pid=%d", identity.pid());
          kill();
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  /** Too many open files, for example, are no end of a trainer that works: it is tried again. */
  private static List<LineTail.Line> read(LineTail tail, boolean ended) throws IOException {
    try {
      return tail.read(ended);
    } catch (IOException e) {
      if (ended) {
        throw e;
      }
      LOG.debugf("The trainer's messages cannot be read now reason=%s", e);
      return List.of();
    }
  }

  /** Whether it works. */
  public boolean isAlive() {
    return child
        .map(Process::isAlive)
        .orElseGet(() -> identity.isAlive() && !Files.exists(files.exitCode()));
  }

  /** Asks the trainer to end with a checkpoint and kills it with its group after the grace. */
  public void stop(Duration grace) {
    // Not on the caller's thread: a trainer that does not read could block the writer.
    timer.execute(
        () -> {
          try {
            input.write("stop\n".getBytes(StandardCharsets.US_ASCII));
          } catch (IOException e) {
            LOG.debugf("The trainer does not listen any more reason=%s", e);
          }
        });
    timer.schedule(
        () -> {
          if (isAlive()) {
            LOG.warnf("The trainer did not stop in time and is killed pid=%d", identity.pid());
            kill();
          }
        },
        grace.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Kills the trainer and its whole group at once. */
  public void kill() {
    identity.killGroup(files);
  }

  private Optional<TrainerMessage> parse(String line) {
    var message = TrainerMessages.in(line, json);
    if (message.isEmpty() && !line.isBlank()) {
      // Something in the trainer printed where only messages belong: native libraries do.
      try {
        Files.writeString(
            files.log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        LOG.debugf("The trainer's log cannot be written reason=%s", e);
      }
    }
    return message;
  }

  private OptionalInt exitCode() {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(files.exitCode()).strip()));
    } catch (IOException | NumberFormatException e) {
      // The shell was killed with it, or the disk is full; the shell's own exit code is the same.
      return child.isPresent() ? OptionalInt.of(child.get().exitValue()) : OptionalInt.empty();
    }
  }

  private static void makeFifo(Path path) throws IOException {
    Files.deleteIfExists(path);
    var process = new ProcessBuilder("mkfifo", "-m", "600", path.toString()).start();
    process.onExit().join();
    if (process.exitValue() != 0) {
      throw new IOException("mkfifo failed with exit code " + process.exitValue());
    }
  }
}
