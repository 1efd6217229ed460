package dev.trainyard.bench.fleet;

import com.sun.net.httpserver.HttpServer;
import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.bench.stage.ServiceUnderTest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A process service as it is delivered, its backends, and a template service of one template. */
final class Stage implements AutoCloseable {
  static final UUID TEMPLATE = UUID.fromString("019aa000-0000-7000-8000-000000000001");
  private static final String SNAPSHOT =
      """
      {"template": {"id": "%s", "name": "letters", "modelType": "classifier",
                    "baseModel": "base-resnet18", "revision": 1},
       "project": {"id": "019aa000-0000-7000-8000-000000000005", "name": "mail"},
       "dataset": {"id": "019aa000-0000-7000-8000-000000000004", "name": "letters", "version": 1,
                   "digest": "%s"},
       "parameters": {"iterations": 1000, "device": "CPU"}}
      """
          .formatted(TEMPLATE, "ab".repeat(32));

  private final PostgresServer postgres;
  private final KafkaServer kafka;
  private final HttpServer templates;
  private final ServiceUnderTest service;

  private Stage(
      PostgresServer postgres, KafkaServer kafka, HttpServer templates, ServiceUnderTest service) {
    this.postgres = postgres;
    this.kafka = kafka;
    this.templates = templates;
    this.service = service;
  }

  static Stage start(Path home, PrintStream out) throws IOException, InterruptedException {
    out.println("Starting PostgreSQL, Kafka and the process service");
    var postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("trainyard_process"));
    var kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    var templates =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    templates.createContext(
        "/api/v1/templates",
        exchange -> {
          var body = SNAPSHOT.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    templates.createContext(
        "/api/v1/datasets",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    templates.start();
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
                "http://127.0.0.1:" + templates.getAddress().getPort()));
    return new Stage(postgres, kafka, templates, service);
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
    templates.stop(0);
    kafka.close();
    postgres.close();
  }
}
