package dev.trainyard.agent;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMin;

/** Which machine this agent stands on and how it works there. */
@ConfigMapping(prefix = "trainyard.agent")
public interface AgentConfig {
  String LOG_LINES = "is ${validatedValue}, but must be 1 to 10,000";

  /** The machine's id in the process service; a start without one fails. */
  UUID machineId();

  /** The machine's name, which models tell; the host's name when absent. */
  Optional<String> machineName();

  /** What an administrator has given this agent to enrol with, once. */
  Optional<String> enrolmentCode();

  /** A file with such a code, which may come later; it is read when one is needed. */
  Optional<Path> enrolmentCodeFile();

  /** Where runs and cached datasets are kept. */
  @WithDefault("data/agent")
  Path dataDirectory();

  /** The trainer's jar; needed unless a trainer command is set. */
  Optional<Path> trainerJar();

  /** The whole trainer command, to which {@code --spec FILE} is added; wins over the jar. */
  Optional<List<String>> trainerCommand();

  /** Options of the trainer's Java, such as {@code -Xmx8g}. */
  Optional<List<String>> trainerJavaOptions();

  /** The Java that runs the trainer; this agent's own when absent. */
  Optional<Path> java();

  /** What the trainer may do on the machine. */
  Trainer trainer();

  /** Time between two heartbeats. */
  @WithDefault("5s")
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration heartbeatInterval();

  /** A command is obeyed for so long after it was given, by the process service's clock. */
  @WithDefault("5m")
  @DurationMin(seconds = 30, message = "is ${validatedValue}, but must be 30 seconds or longer")
  Duration commandLifetime();

  /** How long a step goes on trying while a service or the storage does not answer. */
  @WithDefault("30m")
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration retryLimit();

  /**
   * How long a download may stand still before it is tried again; an upload gets so long, and a
   * second for each 128 KiB.
   */
  @WithDefault("60s")
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration stallTimeout();

  /** Archives of models that are larger than this are uploaded in parts. */
  @WithDefault("16M")
  MemorySize uploadPartsAbove();

  /** A trainer that shows no sign of life for so long hangs: it is killed as if it had crashed. */
  @WithDefault("10m")
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration trainerStallTimeout();

  /**
   * Lines of a trainer's log that are sent a second, and ten seconds' worth at once; of a flood the
   * rest is left out.
   */
  @WithDefault("100")
  @Min(value = 1, message = LOG_LINES) @Max(value = 10_000, message = LOG_LINES) int logLinesPerSecond();

  /** A run does not start with less free disk space than this. */
  @WithDefault("512M")
  MemorySize minimumFreeDisk();

  /** Unpacked datasets that are kept for later runs. */
  @WithDefault("5")
  int datasetsKept();

  /** Archives of base models that are kept for later runs. */
  @WithDefault("3")
  int baseModelsKept();

  /**
   * Directories of finished runs, with logs and checkpoints, that are kept; looked at hourly too.
   */
  @WithDefault("20")
  int runsKept();

  /** After this time the directory of a finished run is removed. */
  @WithDefault("30d")
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration runsKeptFor();

  /** What all directories of finished runs may take of the disk; the oldest go first. */
  @WithDefault("50G")
  MemorySize runsKeptSize();

  /**
   * Whether the trainer ends with the agent, after a checkpoint. Otherwise it trains on, and the
   * next start of the agent goes on with it.
   */
  @WithDefault("false")
  boolean stopTrainerOnExit();

  /** What the trainer may do on the machine. */
  interface Trainer {
    /** The user that it runs as, and nothing else on the machine does; the agent's when absent. */
    Optional<String> user();
  }
}
