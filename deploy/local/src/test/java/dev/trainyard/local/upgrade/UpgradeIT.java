package dev.trainyard.local.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.Ports;
import dev.trainyard.local.demo.ApiClient;
import dev.trainyard.local.demo.Demo;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The last release's services and agent, built in the folder that {@code trainyard.previous} names,
 * before this version has changed the databases and after.
 */
@Tag("upgrade")
class UpgradeIT {
  private static final Installation PREVIOUS =
      new Installation(Path.of(System.getProperty("trainyard.previous", "")).toAbsolutePath());

  @TempDir Path directory;

  @Test
  void theLastReleaseWorksOnTheSchemaOfThisVersion() throws Exception {
    String processId;
    try (var platform = start(PREVIOUS)) {
      var demo = demo(platform);
      processId = demo.prepare(Installation.fromSystemProperty().digits());
      demo.start(processId);
      assertThat(demo.awaitEnd(processId).get("status").asText()).isEqualTo("SUCCEEDED");
    }
    try (var platform = start(Installation.fromSystemProperty())) {
      assertThat(processOf(platform, processId).get("status").asText()).isEqualTo("SUCCEEDED");
      train(platform, processId);
    }
    try (var platform = start(PREVIOUS)) {
      train(platform, processId);
    }
  }

  /** Once more what a process did. */
  private static void train(Platform platform, String processId) throws Exception {
    var copy = api(platform).post("/api/v1/processes/" + processId + "/clone", "{}").orThrow();
    var demo = demo(platform);
    demo.start(copy.get("id").asText());
    var ended = demo.awaitEnd(copy.get("id").asText());
    assertThat(ended.get("status").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
    var model = api(platform).get("/api/v1/models/" + ended.get("modelId").asText()).orThrow();
    assertThat(model.get("status").asText()).isEqualTo("READY");
  }

  private Platform start(Installation installation) throws InterruptedException {
    return Platform.start(
        new Platform.Settings(
            installation, directory.resolve("data"), "127.0.0.1", Ports.free(), false, Map.of()),
        System.out::println);
  }

  private static JsonNode processOf(Platform platform, String id) throws Exception {
    return api(platform).get("/api/v1/processes/" + id).orThrow();
  }

  private static Demo demo(Platform platform) {
    return new Demo(
        platform.address(), platform.token("admin"), platform.machineId(), "upgrade", System.out);
  }

  private static ApiClient api(Platform platform) {
    return new ApiClient(platform.address(), platform.token("admin"), System.out::println);
  }
}
