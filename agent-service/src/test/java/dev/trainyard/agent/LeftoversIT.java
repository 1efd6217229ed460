package dev.trainyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.harness.AgentUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent finds on its disk that an earlier life did not bring to its end. */
class LeftoversIT {
  private static final String DIGEST = "a".repeat(64);

  @TempDir Path directory;

  @Test
  void removesHalfDownloadsAndHalfRemovalsAtItsStart() throws Exception {
    try (var agent = new AgentUnderTest(directory)) {
      var datasets = Files.createDirectories(agent.dataDirectory().resolve("datasets"));
      var baseModels = Files.createDirectories(agent.dataDirectory().resolve("base-models"));
      var dataset = Files.createDirectories(datasets.resolve(DIGEST));
      var baseModel = Files.writeString(baseModels.resolve(DIGEST + ".zip"), "archive");
      Files.writeString(datasets.resolve(DIGEST + ".zip"), "half");
      Files.createDirectories(datasets.resolve(DIGEST + ".unpacking/train"));
      Files.createDirectories(datasets.resolve(DIGEST + ".deleting/train"));
      Files.writeString(baseModels.resolve("download.partial"), "half");
      agent.process().start();
      assertThat(datasets.toFile().list()).containsExactly(dataset.getFileName().toString());
      assertThat(baseModels.toFile().list()).containsExactly(baseModel.getFileName().toString());
    }
  }
}
