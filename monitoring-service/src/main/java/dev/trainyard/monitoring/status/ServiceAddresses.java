package dev.trainyard.monitoring.status;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** Where the other services are: their own addresses, not the gateway's. */
@ConfigMapping(prefix = "trainyard.services")
interface ServiceAddresses {

  URI templateUrl();

  URI processUrl();

  URI registryUrl();

  /** This service itself; here because all services are given the same settings. */
  URI monitoringUrl();
}
