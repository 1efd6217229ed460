package dev.trainyard.bench.fleet;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.bench.stage.Neighbours;
import dev.trainyard.bench.stage.ServiceUnderTest;
import dev.trainyard.bench.stage.TemplateSnapshots;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A process service as it is delivered, its backends, and a template service of one template. */
final class Stage implements AutoCloseable {
  private final PostgresServer postgres;
  private final KafkaServer kafka;
  private final Neighbours neighbours;
  private final ServiceUnderTest service;

  private Stage(
      PostgresServer postgres, KafkaServer kafka, Neighbours neighbours, ServiceUnderTest service) {
    this.postgres = postgres;
    this.kafka = kafka;
    this.neighbours = neighbours;
    this.service = service;
  }

  static Stage start(Path home, PrintStream out) throws IOException, InterruptedException {
    out.println("Starting PostgreSQL, Kafka and the process service");
    var postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("trainyard_process"));
    var kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    var neighbours = new Neighbours();
    TemplateSnapshots.answer(neighbours);
    var service =
        ServiceUnderTest.start(
            home,
            "process-service",
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl("trainyard_process"),
                "QUARKUS_DATASOURCE_USERNAME",
                PostgresServer.ownerOf("trainyard_process"),
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password(),
                "TRAINYARD_SERVICES_TEMPLATE_URL",
                neighbours.address().toString()));
    return new Stage(postgres, kafka, neighbours, service);
  }

  URI address() {
    return service.address();
  }

  String kafka() {
    return kafka.bootstrapServers();
  }

  long servicePid() {
    return service.pid();
  }

  long postgresPid() {
    return postgres.pid();
  }

  long kafkaPid() {
    return kafka.pid();
  }

  @Override
  public void close() throws IOException {
    service.close();
    neighbours.close();
    kafka.close();
    postgres.close();
  }
}
