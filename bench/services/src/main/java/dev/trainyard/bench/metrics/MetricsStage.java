package dev.trainyard.bench.metrics;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.bench.stage.Neighbours;
import dev.trainyard.bench.stage.ServiceUnderTest;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.signing.MessageKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** PostgreSQL, Kafka, and a monitoring service that is started when it is wanted. */
final class MetricsStage implements AutoCloseable {
  private static final String DATABASE = "trainyard_monitoring";
  private static final int PARTITIONS = 6;

  private final Path home;
  private final PostgresServer postgres;
  private final KafkaServer kafka;
  private final Neighbours neighbours = new Neighbours();
  private final KeyService keys = new KeyService(neighbours);
  private ServiceUnderTest service;

  MetricsStage(Path home, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    this.home = home;
    out.println("Starting PostgreSQL and Kafka");
    postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases(DATABASE));
    kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(Topics.PROCESS_METRICS, PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  ServiceUnderTest startService() throws IOException, InterruptedException {
    service =
        ServiceUnderTest.start(
            home,
            "monitoring-service",
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl(DATABASE),
                "QUARKUS_DATASOURCE_USERNAME",
                PostgresServer.ownerOf(DATABASE),
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password(),
                "TRAINYARD_SERVICES_PROCESS_URL",
                neighbours.address().toString()));
    return service;
  }

  /** Of the service's own database. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(DATABASE), postgres.username(), postgres.password());
  }

  MessageKey messageKey() {
    return keys.messageKey();
  }

  String kafka() {
    return kafka.bootstrapServers();
  }

  long kafkaPid() {
    return kafka.pid();
  }

  long postgresPid() {
    return postgres.pid();
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
    neighbours.close();
    kafka.close();
    postgres.close();
  }
}
