package dev.trainyard.bench.fleet;

import com.sun.net.httpserver.HttpServer;
import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

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
  private final Process service;
  private final URI address;
  private final Path log;

  private Stage(
      PostgresServer postgres,
      KafkaServer kafka,
      HttpServer templates,
      Process service,
      URI address,
      Path log) {
    this.postgres = postgres;
    this.kafka = kafka;
    this.templates = templates;
    this.service = service;
    this.address = address;
    this.log = log;
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
    templates.start();
    var port = freePort();
    var log = Files.createTempFile("process-service", ".log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                home.resolve("process-service/target/quarkus-app/quarkus-run.jar").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.put("TRAINYARD_EXIT_WITH_PARENT", "true");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl("trainyard_process"));
    environment.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
    environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
    environment.put(
        "TRAINYARD_SERVICES_TEMPLATE_URL", "http://127.0.0.1:" + templates.getAddress().getPort());
    var stage =
        new Stage(
            postgres,
            kafka,
            templates,
            builder.start(),
            URI.create("http://127.0.0.1:" + port),
            log);
    new ServiceClient(stage.address).awaitReady(Duration.ofMinutes(2), log);
    return stage;
  }

  URI address() {
    return address;
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
    service.destroy();
    try {
      if (!service.waitFor(20, TimeUnit.SECONDS)) {
        service.destroyForcibly();
      }
    } catch (InterruptedException e) {
      service.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    templates.stop(0);
    kafka.close();
    postgres.close();
    Files.deleteIfExists(log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
