package dev.trainyard.kit.settings;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** Where the services are. All are given the same, whichever of them they ask. */
@ConfigMapping(prefix = "trainyard.services")
public interface ServiceAddresses {

  /** The template service, or the one address of all. */
  URI templateUrl();

  /** The process service, or the one address of all. */
  URI processUrl();

  /** The model registry, or the one address of all. */
  URI registryUrl();

  /** The monitoring service, or the one address of all. */
  URI monitoringUrl();

  /** The address of a resource under a service's base path. */
  static URI resource(URI service, String path) {
    var base = service.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1" + path);
  }
}
