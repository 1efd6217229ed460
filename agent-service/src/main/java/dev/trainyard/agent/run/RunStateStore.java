package dev.trainyard.agent.run;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.storage.Directories;
import dev.trainyard.agent.storage.WholeFile;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.tracing.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs on disk, one directory per process. A state is replaced as a whole or not at all.
 * Thread-safe as long as one thread writes a process's state.
 */
@ApplicationScoped
public class RunStateStore {
  private static final Logger LOG = Logger.getLogger(RunStateStore.class);

  private static final Pattern PROCESS_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Path runs;
  private final RunRetention retention;
  private final LenientJson json;
  private final Clock clock;
  private final Map<UUID, Integer> newestAttempts = new HashMap<>();

  /** Held while old runs go, and while one begins: neither finds the other half done. */
  private final Object removal = new Object();

  RunStateStore(AgentConfig config, LenientJson json, Clock clock) {
    this.runs = config.dataDirectory().toAbsolutePath().resolve("runs");
    this.retention =
        new RunRetention(
            config.runsKept(), config.runsKeptFor(), config.runsKeptSize().asLongValue());
    this.json = json;
    this.clock = clock;
  }

  public RunDirectory directory(UUID processId) {
    return new RunDirectory(runs.resolve(processId.toString()));
  }

  /**
   * Writes a run's state, unless one of a newer attempt is kept already.
   *
   * @param durable whether it must outlive a loss of power; waiting for the disk is slow
   * @throws IOException if the disk is full or broken
   */
  synchronized void save(RunState state, boolean durable) throws IOException {
    var report = state.report();
    if (newestAttempts.merge(report.processId(), report.attempt(), Math::max) == report.attempt()) {
      WholeFile.write(directory(report.processId()).state(), json.write(state), durable);
    }
  }

  /**
   * Keeps a start command, so that a restarted agent can go on with its run, and then the run's
   * state, whether or not that was possible. The present trace is kept with it.
   */
  void keep(StartTraining command, RunJournal journal) throws IOException {
    synchronized (removal) {
      try {
        var directory = directory(command.processId());
        WholeFile.write(directory.command(), json.write(command), true);
        var trace = TraceContext.traceparent();
        if (trace.isPresent()) {
          var text = trace.get().getBytes(StandardCharsets.US_ASCII);
          WholeFile.write(directory.trace(command.attempt()), text, false);
        }
      } finally {
        journal.keep();
      }
    }
  }

  /** The start command of this attempt; empty when it cannot be read, or is another attempt's. */
  Optional<StartTraining> command(UUID processId, int attempt) {
    var file = directory(processId).command();
    try {
      return Optional.of(json.read(Files.readAllBytes(file), StartTraining.class))
          .filter(command -> processId.equals(command.processId()))
          .filter(command -> command.attempt() == attempt)
          .filter(command -> command.parameters() != null);
    } catch (IOException e) {
      LOG.warnf(
          "A run's start command cannot be read, the run cannot go on file=%s reason=%s", file, e);
      return Optional.empty();
    }
  }

  /** The trace of an attempt's start command, as {@link TraceContext} has it; null without one. */
  String trace(UUID processId, int attempt) {
    try {
      var file = directory(processId).trace(attempt);
      return Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : null;
    } catch (IOException e) {
      LOG.debugf("A run goes on outside its trace processId=%s reason=%s", processId, e);
      return null;
    }
  }

  /** What is known of a process; empty when it never ran here or its file cannot be read. */
  Optional<RunState> load(UUID processId) {
    return read(directory(processId).state());
  }

  /** All runs known here, the newest first. */
  List<RunState> loadAll() {
    return directories().stream()
        .map(directory -> read(directory.state()))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(RunStateStore::time).reversed())
        .toList();
  }

  /** All run directories, also those whose state cannot be read. */
  List<RunDirectory> directories() {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(runs)) {
      return children.filter(Files::isDirectory).map(RunDirectory::new).toList();
    } catch (IOException e) {
      LOG.warnf("Earlier runs cannot be read directory=%s reason=%s", runs, e);
      return List.of();
    }
  }

  /**
   * Removes finished runs that are too many, too old or too large; one that is not over stays, and
   * one whose reports are still to be delivered counts but stays too. A directory without a
   * readable state is what is left of a run, and ended when it last changed.
   */
  void prune() {
    prune(directories());
  }

  /** The same while a run is in work, whose state the disk may have had no room for. */
  void prune(RunDirectory active) {
    prune(directories().stream().filter(each -> !each.equals(active)).toList());
  }

  private void prune(List<RunDirectory> candidates) {
    synchronized (removal) {
      var finished =
          candidates.stream()
              .filter(RunStateStore::isRun)
              .map(directory -> ended(directory).map(ended -> kept(directory, ended)))
              .flatMap(Optional::stream)
              .toList();
      retention.expired(finished, clock.instant()).stream()
          .filter(directory -> !hasReportsToDeliver(directory))
          .forEach(RunStateStore::remove);
    }
  }

  private boolean hasReportsToDeliver(RunDirectory directory) {
    return read(directory.state())
        .filter(state -> !state.undelivered().reports().isEmpty())
        .isPresent();
  }

  private static void remove(RunDirectory directory) {
    try {
      Directories.delete(directory.root());
      LOG.infof("An old run is removed directory=%s", directory.root());
    } catch (IOException e) {
      LOG.warnf("An old run cannot be removed directory=%s reason=%s", directory.root(), e);
    }
  }

  private static RunRetention.Kept<RunDirectory> kept(RunDirectory directory, Instant ended) {
    return new RunRetention.Kept<>(directory, ended, Directories.size(directory.root()));
  }

  /** When a run was over; empty while it is not. */
  private Optional<Instant> ended(RunDirectory directory) {
    var state = read(directory.state());
    if (state.isPresent()) {
      return state.filter(RunState::isFinal).map(RunStateStore::time);
    }
    try {
      return Optional.of(Files.getLastModifiedTime(directory.root()).toInstant());
    } catch (IOException e) {
      LOG.warnf("A run's age is unknown, it stays directory=%s reason=%s", directory.root(), e);
      return Optional.empty();
    }
  }

  /** Only what the agent has made is its to remove. */
  private static boolean isRun(RunDirectory directory) {
    return PROCESS_ID.matcher(directory.root().getFileName().toString()).matches();
  }

  private Optional<RunState> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.read(Files.readAllBytes(file), RunState.class));
    } catch (IOException e) {
      LOG.warnf("A run's state cannot be read and is left out file=%s reason=%s", file, e);
      return Optional.empty();
    }
  }

  private static Instant time(RunState state) {
    var time = state.report().occurredAt();
    return time == null ? Instant.EPOCH : time;
  }
}
