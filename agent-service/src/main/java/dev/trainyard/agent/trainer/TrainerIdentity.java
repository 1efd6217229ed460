package dev.trainyard.agent.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.kit.privilege.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A process group of the operating system that can be found again: ids are reused, but not with the
 * same start, nor known after the machine's restart.
 *
 * @param pid the id of the group and of the process that leads it
 * @param startedAt when the operating system says the leader began, by a clock that may be set
 * @param bootId which start of the machine that was; null where the system does not tell
 * @param startTicks when the leader began, counted from the start of the machine; null where the
 *     system does not tell, and in the files of older agents
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainerIdentity(long pid, Instant startedAt, String bootId, Long startTicks) {
  private static final Logger LOG = Logger.getLogger(TrainerIdentity.class);

  /** Never lives, and nothing happens when it is killed. */
  public static final TrainerIdentity NOBODY = new TrainerIdentity(0, Instant.EPOCH, null, null);

  /**
   * Sends a signal. Returns when the group is empty, so that its locks and its memory are free;
   * after 5 s anyway, with another exit code.
   */
  private static final String SIGNAL =
      """
      kill -s "$2" -- "-$1" || exit 0
      tries=0
      while kill -s 0 -- "-$1"; do
        [ $tries -lt 50 ] || exit 1
        tries=$((tries + 1))
        sleep 0.1
      done
      """;

  /** Where only the time tells: the system derives it from its boot time, which clocks move. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static TrainerIdentity of(ProcessHandle leader) {
    return new TrainerIdentity(
        leader.pid(),
        leader.info().startInstant().orElse(Instant.EPOCH),
        ProcessTable.bootId().orElse(null),
        ProcessTable.entry(leader.pid()).map(ProcessTable.Entry::startTicks).orElse(null));
  }

  /**
   * Who a launch's trainer is; nobody when it is known to have ended, when it never came so far,
   * and when its file is damaged.
   */
  public static TrainerIdentity read(TrainerFiles files, LenientJson json) {
    if (Files.exists(files.identity()) && !Files.exists(files.ended())) {
      try {
        return json.read(Files.readAllBytes(files.identity()), TrainerIdentity.class);
      } catch (IOException e) {
        LOG.warnf("A trainer's identity cannot be read file=%s reason=%s", files.identity(), e);
      }
    }
    return NOBODY;
  }

  /** Whether the group's leader lives. */
  public boolean isAlive() {
    return pid > 1
        && isThisBoot()
        && find().filter(this::isLeader).isPresent()
        && ProcessTable.entry(pid).filter(ProcessTable.Entry::zombie).isEmpty();
  }

  /**
   * Kills the whole group: the leader, its children, and those whose parents are dead already.
   * Nothing happens when the id belongs to somebody else by now. A group of which nothing is left
   * is noted as ended, so that nobody looks for it under an id that may be given away.
   *
   * @param files of the launch
   */
  public void killGroup(TrainerFiles files) {
    if (pid <= 1) {
      return;
    }
    if (isThisBoot() && !end(files)) {
      LOG.warnf("Something of a killed trainer is left pid=%d", pid);
      return;
    }
    try {
      OwnerOnly.createFileIfAbsent(files.ended());
    } catch (IOException e) {
      LOG.debugf("That a trainer has ended cannot be noted reason=%s", e);
    }
  }

  /** Returns whether nothing of ours is left. */
  private boolean end(TrainerFiles files) {
    var leader = find();
    if (leader.isPresent()) {
      return !isLeader(leader.get()) || signal("KILL");
    }
    // Without its leader a group of that number is another's, unless somebody in it says who he is.
    if (ProcessTable.hasMember(pid, files.folder())) {
      return signal("KILL");
    }
    // The dying do not say it any more: they are waited for.
    signal("0");
    return true;
  }

  /** Returns whether the group is empty. */
  private boolean signal(String signal) {
    var command = new ProcessBuilder("sh", "-c", SIGNAL, "sh", "" + pid, signal);
    command.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    command.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      // Not waitFor, which an interrupted thread does not wait for.
      return command.start().onExit().join().exitValue() == 0;
    } catch (IOException e) {
      LOG.errorf("The trainer cannot be killed with its group pid=%d reason=%s", pid, e);
      find().filter(this::isLeader).ifPresent(ProcessHandle::destroyForcibly);
      return false;
    }
  }

  private Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  private boolean isLeader(ProcessHandle process) {
    var ticks = ProcessTable.entry(pid).map(ProcessTable.Entry::startTicks);
    if (startTicks != null && ticks.isPresent()) {
      return ticks.get().equals(startTicks);
    }
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
        .isPresent();
  }

  private boolean isThisBoot() {
    return bootId == null || ProcessTable.bootId().map(bootId::equals).orElse(true);
  }
}
