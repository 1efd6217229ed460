package dev.trainyard.agent.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where the other services are; all four may be the gateway. */
@ConfigMapping(prefix = "trainyard.services")
public interface ServiceAddresses {

  @WithDefault("http://localhost:8081")
  URI templateUrl();

  @WithDefault("http://localhost:8082")
  URI processUrl();

  @WithDefault("http://localhost:8084")
  URI registryUrl();

  /** Not called by the agent; here because all services are given the same settings. */
  @WithDefault("http://localhost:8085")
  URI monitoringUrl();

  /** The address of a resource under a service's base path. */
  static URI resource(URI service, String path) {
    var base = service.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1" + path);
  }
}
