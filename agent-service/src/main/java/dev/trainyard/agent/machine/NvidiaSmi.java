package dev.trainyard.agent.machine;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Asks NVIDIA's {@code nvidia-smi} for the GPUs; a machine without that program has none. */
@ApplicationScoped
class NvidiaSmi {
  private static final Logger LOG = Logger.getLogger(NvidiaSmi.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long MEBIBYTE = 1L << 20;
  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=index,name,memory.total,driver_version,utilization.gpu,memory.used",
          "--format=csv,noheader,nounits");
  private static final int COLUMNS = 6;

  private final List<String> command;
  private final Starter starter;
  private final Duration timeout;
  private volatile boolean present = true;

  /** The last one that was started; it may hang in the driver, where nothing ends it. */
  private Process last;

  NvidiaSmi() {
    this(COMMAND, NvidiaSmi::start, TIMEOUT);
  }

  NvidiaSmi(List<String> command, Starter starter, Duration timeout) {
    this.command = List.copyOf(command);
    this.starter = starter;
    this.timeout = timeout;
  }

  /** Starts a program. */
  @FunctionalInterface
  interface Starter {
    Process start(List<String> command) throws IOException;
  }

  /** One GPU: what it is and how busy it is. */
  record Reading(Hardware.Gpu gpu, Load.GpuLoad load) {}

  /** The GPUs at this moment; takes up to a second or so. For one thread. */
  List<Reading> read() {
    if (!present || (last != null && last.isAlive())) {
      return List.of();
    }
    try {
      var process = starter.start(command);
      last = process;
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        LOG.warn("nvidia-smi does not answer; it is asked again when this one has ended");
        return List.of();
      }
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? parse(text) : List.of();
    } catch (IOException e) {
      present = isInstalled();
      if (present) {
        LOG.warnf("nvidia-smi cannot be asked now reason=%s", e.getMessage());
      } else {
        LOG.info("This machine has no nvidia-smi and so no GPU for training");
      }
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Too many open files or too little memory also keep a program from being started. */
  private boolean isInstalled() {
    var program = Path.of(command.get(0));
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return program.isAbsolute()
        ? Files.exists(program)
        : Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.exists(Path.of(folder).resolve(program)));
  }

  /** Reads the program's table; what a GPU does not tell is absent. */
  static List<Reading> parse(String text) {
    return text.lines().map(NvidiaSmi::parseLine).flatMap(Optional::stream).toList();
  }

  private static Optional<Reading> parseLine(String line) {
    var cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      return Optional.empty();
    }
    var index = number(cells[0]);
    if (index.isEmpty()) {
      return Optional.empty();
    }
    var gpu =
        new Hardware.Gpu(
            index.get().intValue(),
            cells[1].trim(),
            number(cells[2]).map(NvidiaSmi::bytes).orElse(0L),
            cells[3].trim());
    var load =
        new Load.GpuLoad(
            index.get().intValue(),
            number(cells[4]).map(percent -> percent / 100).orElse(null),
            number(cells[5]).map(NvidiaSmi::bytes).orElse(null));
    return Optional.of(new Reading(gpu, load));
  }

  private static long bytes(double mebibytes) {
    return Math.round(mebibytes * MEBIBYTE);
  }

  /** Empty for {@code [N/A]} and the like. */
  private static Optional<Double> number(String cell) {
    try {
      return Optional.of(Double.valueOf(cell.trim()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
