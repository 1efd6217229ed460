package dev.trainyard.agent.machine;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks NVIDIA's {@code nvidia-smi} for the GPUs; a machine without that program has none. */
@ApplicationScoped
class NvidiaSmi {
  private static final Logger LOG = Logger.getLogger(NvidiaSmi.class);
  private static final long TIMEOUT_SECONDS = 10;
  private static final long MEBIBYTE = 1L << 20;
  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=index,name,memory.total,driver_version,utilization.gpu,memory.used",
          "--format=csv,noheader,nounits");
  private static final int COLUMNS = 6;

  private volatile boolean present = true;

  /** One GPU: what it is and how busy it is. */
  record Reading(Hardware.Gpu gpu, Load.GpuLoad load) {}

  /** The GPUs at this moment; takes up to a second or so. */
  List<Reading> read() {
    if (!present) {
      return List.of();
    }
    try {
      var process =
          new ProcessBuilder(COMMAND).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("nvidia-smi does not answer");
        return List.of();
      }
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? parse(text) : List.of();
    } catch (IOException e) {
      present = false;
      LOG.info("This machine has no nvidia-smi and so no GPU for training");
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
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
