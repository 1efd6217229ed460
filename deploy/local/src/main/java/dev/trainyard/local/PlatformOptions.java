package dev.trainyard.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code up} and {@code demo} have in common on the command line. */
public final class PlatformOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where data is kept. Default: ${DEFAULT-VALUE:-see the command}.")
  private Path data;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "NAME=NUMBER",
      description =
          "Port of one part; may be repeated. Names and defaults: gateway=8080 template=8081"
              + " process=8082 agent=8083 registry=8084 monitoring=8085 postgres=15432"
              + " kafka=19092 s3=19000.")
  private Map<PortName, Integer> ports = Map.of();

  public Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  public String host() {
    return host;
  }

  public Ports ports() {
    return Ports.choosing(ports);
  }
}
