package dev.trainyard.agent.trainer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An operating-system process that can be found again: ids are reused, but not with the same start
 * time.
 *
 * @param pid the process id
 * @param startedAt when the operating system says it began
 */
public record TrainerIdentity(long pid, Instant startedAt) {
  /** The system derives the time from its boot time, which clock corrections move. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static TrainerIdentity of(ProcessHandle process) {
    return new TrainerIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** Kills the process and its children if it still lives; returns whether it did. */
  public boolean kill() {
    var living = find();
    living.ifPresent(TrainerIdentity::killTree);
    return living.isPresent();
  }

  static void killTree(ProcessHandle process) {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .filter(
                        start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
                    .isPresent());
  }
}
