package dev.trainyard.agent.run;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.storage.Directories;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs on disk, one directory per process. A state is replaced as a whole or not at all.
 * Thread-safe as long as one thread writes a process's state.
 */
@ApplicationScoped
public class RunStateStore {
  private static final Logger LOG = Logger.getLogger(RunStateStore.class);

  private final Path runs;
  private final int runsKept;
  private final LenientJson json;

  RunStateStore(AgentConfig config, LenientJson json) {
    this.runs = config.dataDirectory().toAbsolutePath().resolve("runs");
    this.runsKept = config.runsKept();
    this.json = json;
  }

  public RunDirectory directory(UUID processId) {
    return new RunDirectory(runs.resolve(processId.toString()));
  }

  /**
   * Writes a run's state.
   *
   * @param durable whether it must outlive a loss of power; waiting for the disk is slow
   * @throws IOException if the disk is full or broken
   */
  void save(RunState state, boolean durable) throws IOException {
    var file = directory(state.report().processId()).state();
    Files.createDirectories(file.getParent());
    var draft = file.resolveSibling("state.json.new");
    // Not a channel: those close themselves when the thread is interrupted.
    try (var output = new FileOutputStream(draft.toFile())) {
      output.write(json.write(state));
      if (durable) {
        output.getFD().sync();
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What is known of a process; empty when it never ran here or its file cannot be read. */
  Optional<RunState> load(UUID processId) {
    return read(directory(processId).state());
  }

  /** All runs known here, the newest first. */
  List<RunState> loadAll() {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(runs)) {
      return directories
          .map(directory -> read(new RunDirectory(directory).state()))
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(RunStateStore::time).reversed())
          .toList();
    } catch (IOException e) {
      LOG.warnf("Earlier runs cannot be read directory=%s reason=%s", runs, e);
      return List.of();
    }
  }

  /** Removes the oldest finished runs beyond the configured number. */
  void prune() {
    loadAll().stream()
        .skip(runsKept)
        .filter(RunState::isFinal)
        .map(state -> directory(state.report().processId()).root())
        .forEach(
            directory -> {
              try {
                Directories.delete(directory);
              } catch (IOException e) {
                LOG.warnf("An old run cannot be removed directory=%s reason=%s", directory, e);
              }
            });
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
