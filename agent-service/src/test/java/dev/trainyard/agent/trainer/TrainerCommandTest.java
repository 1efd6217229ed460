package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.harness.AgentConfigs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerCommandTest {

  @Test
  void givesTheTrainerNoSecrets() {
    var environment =
        TrainerCommand.environment(
            Map.of(
                "PATH", "/usr/bin",
                "LC_ALL", "C.UTF-8",
                "CUDA_VISIBLE_DEVICES", "0",
                "DJL_OFFLINE", "true",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "KAFKA_SASL_JAAS_CONFIG", "secret",
                "JAVA_TOOL_OPTIONS", "-javaagent:x"));
    assertThat(environment)
        .containsOnlyKeys("PATH", "LC_ALL", "CUDA_VISIBLE_DEVICES", "DJL_OFFLINE");
  }

  @Test
  void leavesTemporaryFilesWithTheRun() {
    var command =
        new TrainerCommand(
            AgentConfigs.of(
                Path.of("data"),
                Map.of(
                    "java", "/usr/bin/java",
                    "trainer-jar", "/opt/trainer.jar",
                    "trainer-java-options", "-Xmx1g")));
    assertThat(command.forSpecification(Path.of("run.json"), Path.of("/data/launch")))
        .containsExactly(
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
    var command =
        new TrainerCommand(
            AgentConfigs.of(Path.of("data"), Map.of("trainer-command", "nice,/opt/trainer")));
    assertThat(command.forSpecification(Path.of("run.json"), Path.of("/data/launch")))
        .containsExactly("nice", "/opt/trainer", "--spec", "run.json");
  }
}
