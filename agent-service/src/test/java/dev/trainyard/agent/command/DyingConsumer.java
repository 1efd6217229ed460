package dev.trainyard.agent.command;

import dev.trainyard.agent.harness.AgentConfigs;
import java.nio.file.Path;
import java.util.Map;

/** An agent whose command consumer dies, here of settings without a broker; a JVM of its own. */
public final class DyingConsumer {
  private DyingConsumer() {}

  public static void main(String[] arguments) throws InterruptedException {
    var config = AgentConfigs.of(Path.of("target"), Map.of());
    new CommandConsumer(config, null, null, null, null, null, null).start();
    Thread.currentThread().join();
  }
}
