package dev.trainyard.agent.harness;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.Credentials;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.OpenRequests;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.kit.settings.ServiceAddresses;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

  /** Services that are all at one address. */
  public static ServiceAddresses services(URI address) {
    var builder = new SmallRyeConfigBuilder().addDiscoveredConverters();
    for (var service : List.of("template", "process", "registry", "monitoring")) {
      builder.withDefaultValue("trainyard.services." + service + "-url", address.toString());
    }
    return builder
        .withMapping(ServiceAddresses.class)
        .build()
        .getConfigMapping(ServiceAddresses.class);
  }

  /** A client of services at this address, which shows them the token {@code secret}. */
  public static PlatformClient client(AgentConfig config, URI services) {
    return new PlatformClient(
        new OpenRequests(new LenientJson()),
        config,
        new Credentials(services(services), () -> "secret"));
  }
}
