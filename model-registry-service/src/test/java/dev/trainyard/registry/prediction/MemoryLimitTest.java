package dev.trainyard.registry.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.Logged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
  private static final String WARNING = "Models are tried without a limit of memory";
  private static final long BYTES = 1L << 30;
  private static final List<String> ASK = List.of("sh", "-c", "ulimit -d");

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void holdsWhereTheSystemHasOne() throws IOException {
    var limit = new MemoryLimit("sh", BYTES);
    assertThat(outputOf(limit.around(ASK))).isEqualTo("1048576");
    try (var logged = new Logged()) {
      limit.tryOnce();
      assertThat(logged.has(WARNING)).isFalse();
    }
  }

  @Test
  void isWarnedOfWhereTheSystemHasNone() throws IOException {
    var shell = folder.resolve("shell");
    Files.writeString(
        shell,
        """
        #!/bin/sh
        ulimit() {
          echo "no such limit" >&2
          return 2
        }
        script=$2
        shift 3
        eval "$script"
        """);
    assertThat(shell.toFile().setExecutable(true)).isTrue();
    var limit = new MemoryLimit(shell.toString(), BYTES);
    assertThat(outputOf(limit.around(List.of("echo", "run")))).isEqualTo("run");
    try (var logged = new Logged()) {
      limit.tryOnce();
      assertThat(logged.has(WARNING + " limitBytes=1073741824 reason=no such limit")).isTrue();
    }
    try (var logged = new Logged()) {
      new MemoryLimit(folder.resolve("none").toString(), BYTES).tryOnce();
      assertThat(logged.has(WARNING)).isTrue();
    }
  }

  private static String outputOf(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
