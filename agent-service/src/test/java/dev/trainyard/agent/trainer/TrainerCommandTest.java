package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;

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
}
