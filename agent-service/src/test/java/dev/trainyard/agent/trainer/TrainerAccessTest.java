package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.kit.testing.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the trainer has the agent's user; with another one it is tested with the whole agent. */
class TrainerAccessTest {
  @TempDir Path directory;

  @Test
  void makesADataDirectoryThatNobodyElseReads() throws IOException {
    try (var logged = new Logged()) {
      access(directory.resolve("new"), Map.of()).open();

      assertThat(permissions(directory.resolve("new"))).isEqualTo("rwx------");
      assertThat(logged.has("Others could look")).isFalse();
    }
  }

  @Test
  void closesADataDirectoryThatOthersCouldReadAndSaysSo() throws IOException {
    var data = Files.createDirectory(directory.resolve("old"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var logged = new Logged()) {
      access(data, Map.of()).open();

      assertThat(permissions(data)).isEqualTo("rwx------");
      assertThat(logged.count("Others could look into the data directory")).isEqualTo(1);
      access(data, Map.of()).open();
      assertThat(logged.count("Others could look into the data directory")).isEqualTo(1);
    }
  }

  @Test
  void doesNotOpenForAUserThatIsNone() {
    assertThatThrownBy(access(directory, Map.of("trainer.user", "no-such-user"))::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("There is no user no-such-user");
  }

  private static TrainerAccess access(Path data, Map<String, String> settings) {
    return new TrainerAccess(AgentConfigs.of(data, settings));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
