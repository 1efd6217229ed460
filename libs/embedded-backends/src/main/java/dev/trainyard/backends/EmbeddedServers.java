package dev.trainyard.backends;

import java.util.Map;

/** The servers of this module for the tests of a JVM. */
final class EmbeddedServers implements SharedServers {

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public SharedServer start(BackendKind kind) {
    Placement placement = Placement.temporary();
    return switch (kind) {
      case POSTGRES -> new Postgres(PostgresServer.start(PostgresServer.Options.of(placement)));
      case KAFKA -> new Kafka(KafkaServer.start(KafkaServer.Options.of(placement)));
      case S3 -> new S3(S3Server.start(S3Server.Options.of(placement)));
    };
  }

  private record Postgres(PostgresServer server) implements SharedServer {
    @Override
    public Map<String, String> configuration(String database) {
      server.createDatabase(database);
      return Map.of(
          "quarkus.datasource.jdbc.url", server.jdbcUrl(database),
          "quarkus.datasource.username", PostgresServer.ownerOf(database),
          "quarkus.datasource.password", server.password());
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private record Kafka(KafkaServer server) implements SharedServer {
    @Override
    public Map<String, String> configuration(String database) {
      return Map.of("kafka.bootstrap.servers", server.bootstrapServers());
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private record S3(S3Server server) implements SharedServer {
    @Override
    public Map<String, String> configuration(String database) {
      return Map.of(
          "trainyard.storage.endpoint", server.endpoint().toString(),
          "trainyard.storage.access-key", server.accessKey(),
          "trainyard.storage.secret-key", server.secretKey());
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
