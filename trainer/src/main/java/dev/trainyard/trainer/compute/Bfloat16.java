package dev.trainyard.trainer.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** Which devices have arithmetic for bfloat16 of their own, and do not imitate it slowly. */
public final class Bfloat16 {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  // PyTorch's convolutions use these. ARM's was not measured and is left out.
  private static final Set<String> PROCESSOR_FLAGS = Set.of("avx512_bf16", "amx_bf16");
  // Ampere: NVIDIA's first GPUs with it.
  private static final int CAPABILITY = 80;

  private Bfloat16() {}

  /** True if this machine's processor has it; false if that cannot be known. */
  public static boolean ofProcessor() {
    try {
      return Files.exists(PROCESSORS) && inProcessors(Files.readString(PROCESSORS));
    } catch (IOException e) {
      return false;
    }
  }

  /** True if every processor has it, by the text of Linux's {@code /proc/cpuinfo}. */
  static boolean inProcessors(String cpuinfo) {
    var flags = cpuinfo.lines().filter(line -> line.startsWith("flags")).toList();
    return !flags.isEmpty()
        && flags.stream()
            .allMatch(
                line -> Arrays.stream(line.split("\\s+")).anyMatch(PROCESSOR_FLAGS::contains));
  }

  /**
   * True if GPUs of this compute capability have it.
   *
   * @param capability major and minor number without a dot, such as 86
   */
  static boolean inCapability(String capability) {
    return Integer.parseInt(capability) >= CAPABILITY;
  }
}
