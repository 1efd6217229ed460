package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.harness.AgentConfigs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainerCommandTest {
  @TempDir Path directory;

  @Test
  void givesTheTrainerNoSecrets() {
    var environment =
        command(Map.of("trainer-command", "trainer"))
            .environment(
                Map.of(
                    "PATH", "/usr/bin",
                    "LC_ALL", "C.UTF-8",
                    "CUDA_VISIBLE_DEVICES", "0",
                    "DJL_OFFLINE", "true",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "KAFKA_SASL_JAAS_CONFIG", "secret",
                    "QUARKUS_DATASOURCE_PASSWORD", "secret",
                    "NVIDIA_API_KEY", "secret",
                    "CUDA_token", "secret",
                    "JAVA_TOOL_OPTIONS", "-javaagent:x"),
                Path.of("/data/home"));
    assertThat(environment)
        .containsOnly(
            Map.entry("PATH", "/usr/bin"),
            Map.entry("LC_ALL", "C.UTF-8"),
            Map.entry("CUDA_VISIBLE_DEVICES", "0"),
            Map.entry("DJL_OFFLINE", "true"),
            Map.entry("HOME", "/data/home"),
            Map.entry("TMPDIR", "/data/home"));
  }

  @Test
  void unpacksLibrariesOnceAndNotForEachRun() {
    var command = command(Map.of("trainer-command", "trainer"));
    assertThat(command.environment(Map.of("HOME", "/home/agent"), Path.of("/data/home")))
        .containsEntry("HOME", "/data/home")
        .containsEntry("ENGINE_CACHE_DIR", "/home/agent/.djl.ai")
        .containsEntry("DJL_CACHE_DIR", "/home/agent/.djl.ai")
        .containsEntry("CUDA_CACHE_PATH", "/home/agent/.djl.ai/cuda");
    assertThat(
            command.environment(
                Map.of("HOME", "/home/agent", "ENGINE_CACHE_DIR", "/cache"), Path.of("/home")))
        .containsEntry("ENGINE_CACHE_DIR", "/cache");
  }

  @Test
  void leavesTemporaryFilesWithTheRun() {
    var command =
        command(
            Map.of(
                "java", "/usr/bin/java",
                "trainer-jar", "/opt/trainer.jar",
                "trainer-java-options", "-Xmx1g"));
    assertThat(command.forSpecification(Path.of("run.json"), Path.of("/data/launch")))
        .endsWith(
            "/usr/bin/java",
            "-Djava.io.tmpdir=/data/launch",
            "-Xmx1g",
            "-jar",
            "/opt/trainer.jar",
            "--spec",
            "run.json");
  }

  @Test
  void takesAWholeCommandAsItIs() {
    var command = command(Map.of("trainer-command", "nice,/opt/trainer"));
    assertThat(command.forSpecification(Path.of("run.json"), Path.of("/data/launch")))
        .endsWith("nice", "/opt/trainer", "--spec", "run.json");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void letsTheTrainerGetNoMoreRightsThanTheAgentHas() {
    var command = command(Map.of("trainer-command", "trainer"));
    assertThat(command.forSpecification(Path.of("run.json"), Path.of("/data/launch")))
        .containsExactly("setpriv", "--no-new-privs", "trainer", "--spec", "run.json");
  }

  private TrainerCommand command(Map<String, String> settings) {
    var config = AgentConfigs.of(directory, settings);
    var access = new TrainerAccess(config);
    try {
      access.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TrainerCommand(config, access);
  }
}
