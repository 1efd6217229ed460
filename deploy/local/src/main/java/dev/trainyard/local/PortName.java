package dev.trainyard.local;

import java.util.Locale;

/** Everything that listens, and where unless it is told otherwise. */
public enum PortName {
  GATEWAY(8080),
  TEMPLATE(8081),
  PROCESS(8082),
  AGENT(8083),
  REGISTRY(8084),
  MONITORING(8085),
  POSTGRES(15432),
  KAFKA(19092),
  S3(19000);

  private final int defaultPort;

  PortName(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  int defaultPort() {
    return defaultPort;
  }

  /** What the user writes to choose another. */
  String option() {
    return "--port " + name().toLowerCase(Locale.ROOT) + "=NUMBER";
  }
}
