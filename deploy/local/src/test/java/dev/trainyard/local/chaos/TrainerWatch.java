package dev.trainyard.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Looks ten times a second at the trainers of one machine, in the operating system and not through
 * the platform: which there were, and whether there was ever more than one. Thread-safe.
 */
final class TrainerWatch implements AutoCloseable {
  private static final Pattern MARK =
      Pattern.compile("Trainer started processId=(\\S+) attempt=(\\d+) fromIteration=(\\d+)");

  private final Path runs;
  private final Map<String, Set<Trainer>> seen = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicReference<List<Trainer>> together = new AtomicReference<>(List.of());

  /**
   * A trainer.
   *
   * @param processId what it trains
   * @param pid its process
   * @param startedAt since when; ids of processes are used again
   */
  record Trainer(String processId, long pid, Instant startedAt) {
    void kill() {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * One start of a trainer, as it wrote it down itself.
   *
   * @param attempt the attempt
   * @param fromIteration 0, or what the checkpoint had
   */
  record Mark(int attempt, int fromIteration) {}

  /**
   * @param agentData the agent's data directory
   */
  TrainerWatch(Path agentData) {
    this.runs = agentData.resolve("runs");
    timer.scheduleAtFixedRate(this::look, 0, 100, TimeUnit.MILLISECONDS);
  }

  /** The trainers that live now. */
  List<Trainer> living() {
    var found = new HashMap<ProcessHandle, Trainer>();
    ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .forEach(process -> of(process).ifPresent(trainer -> found.put(process, trainer)));
    // A program that a trainer starts, such as ldconfig, looks like the trainer until its exec.
    return found.entrySet().stream()
        .filter(each -> each.getKey().parent().filter(found::containsKey).isEmpty())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The trainers that a process ever had. */
  Set<Trainer> of(String processId) {
    return Set.copyOf(seen.getOrDefault(processId, Set.of()));
  }

  /** Trainers that lived at the same time since this was last asked; empty if there were none. */
  List<Trainer> together() {
    return together.getAndSet(List.of());
  }

  /** What the trainers of a process wrote of their starts. */
  List<Mark> marks(String processId) {
    try (var files = Files.list(runs.resolve(processId))) {
      return files
          .filter(file -> file.getFileName().toString().matches("trainer-\\d+\\.log"))
          .flatMap(file -> lines(file).stream())
          .map(MARK::matcher)
          .filter(java.util.regex.Matcher::find)
          .filter(mark -> mark.group(1).equals(processId))
          .map(mark -> new Mark(Integer.parseInt(mark.group(2)), Integer.parseInt(mark.group(3))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    living().forEach(Trainer::kill);
  }

  private void look() {
    var now = living();
    for (var trainer : now) {
      seen.computeIfAbsent(trainer.processId(), id -> ConcurrentHashMap.newKeySet()).add(trainer);
    }
    if (now.size() > 1) {
      together.set(List.copyOf(new LinkedHashSet<>(now)));
    }
  }

  private java.util.Optional<Trainer> of(ProcessHandle process) {
    var line = process.info().commandLine().orElse("");
    var at = line.indexOf(runs + "/");
    if (at < 0 || !line.contains("--spec ")) {
      return java.util.Optional.empty();
    }
    var rest = line.substring(at + runs.toString().length() + 1);
    return process
        .info()
        .startInstant()
        .map(start -> new Trainer(rest.substring(0, rest.indexOf('/')), process.pid(), start));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
