package dev.trainyard.agent.harness;

import dev.trainyard.agent.AgentConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Settings as an agent reads them, with its defaults. */
public final class AgentConfigs {
  private AgentConfigs() {}

  /**
   * Settings of an agent that works in this directory.
   *
   * @param others by their names, without the prefix
   */
  public static AgentConfig of(Path dataDirectory, Map<String, String> others) {
    var builder =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(AgentConfig.class)
            .withDefaultValue("trainyard.agent.machine-id", UUID.randomUUID().toString())
            .withDefaultValue("trainyard.agent.data-directory", dataDirectory.toString());
    others.forEach((name, value) -> builder.withDefaultValue("trainyard.agent." + name, value));
    return builder.build().getConfigMapping(AgentConfig.class);
  }
}
