package dev.trainyard.agent.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A process group of the operating system that can be found again: ids are reused, but not with the
 * same start time, nor known after the machine's restart.
 *
 * @param pid the id of the group and of the process that leads it
 * @param startedAt when the operating system says the leader began
 * @param bootId which start of the machine that was; null where the system does not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainerIdentity(long pid, Instant startedAt, String bootId) {
  private static final Logger LOG = Logger.getLogger(TrainerIdentity.class);
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Never lives, and nothing happens when it is killed. */
  public static final TrainerIdentity NOBODY = new TrainerIdentity(0, Instant.EPOCH, null);

  /**
   * Returns when the group is empty, so that its locks and its memory are free; after 5 s anyway.
   */
  private static final String KILL =
      """
      kill -s KILL -- "-$1" || exit 0
      tries=0
      while kill -s 0 -- "-$1" && [ $tries -lt 50 ]; do
        tries=$((tries + 1))
        sleep 0.1
      done
      """;

  /** The system derives the time from its boot time, which clock corrections move. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static TrainerIdentity of(ProcessHandle leader) {
    return new TrainerIdentity(
        leader.pid(),
        leader.info().startInstant().orElse(Instant.EPOCH),
        presentBoot().orElse(null));
  }

  /** Whether the group's leader lives. */
  public boolean isAlive() {
    return pid > 1
        && isThisBoot()
        && find().filter(this::isLeader).filter(leader -> !isZombie()).isPresent();
  }

  /**
   * Kills the whole group: the leader, its children, and those whose parents are dead already.
   * Nothing happens when the id belongs to somebody else by now.
   */
  public void killGroup() {
    // An id is not given away while a group of that number has members: no such process means
    // that the group is either ours or empty.
    if (pid <= 1 || !isThisBoot() || find().filter(leader -> !isLeader(leader)).isPresent()) {
      return;
    }
    var command = new ProcessBuilder("sh", "-c", KILL, "sh", "" + pid);
    command.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    command.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      // Not waitFor, which an interrupted thread does not wait for.
      command.start().onExit().join();
    } catch (IOException e) {
      LOG.errorf("The trainer cannot be killed with its group pid=%d reason=%s", pid, e);
      find().ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  private boolean isLeader(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
        .isPresent();
  }

  /** Dead, but nobody has asked for its exit code: as in a container without an init process. */
  private boolean isZombie() {
    try {
      var stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
      return stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isThisBoot() {
    return bootId == null || presentBoot().map(bootId::equals).orElse(true);
  }

  private static Optional<String> presentBoot() {
    try {
      return Optional.of(Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
