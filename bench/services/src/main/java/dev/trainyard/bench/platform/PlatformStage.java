package dev.trainyard.bench.platform;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.backends.S3Server;
import dev.trainyard.bench.metrics.KeyService;
import dev.trainyard.bench.stage.Neighbours;
import dev.trainyard.bench.stage.ServiceUnderTest;
import dev.trainyard.bench.stage.TemplateSnapshots;
import dev.trainyard.bench.stage.TemporaryDirectory;
import dev.trainyard.kit.signing.MessageKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL, Kafka and S3 as services need them, and what stands for the other services. */
final class PlatformStage implements AutoCloseable {
  private static final String TENANT = "acme";

  private static final Map<String, String> DATABASES =
      Map.of(
          "template-service", "trainyard_template",
          "process-service", "trainyard_process",
          "model-registry-service", "trainyard_registry",
          "monitoring-service", "trainyard_monitoring");

  private final Path home;
  private final TemporaryDirectory rows;
  private final PostgresServer postgres;
  private final KafkaServer kafka;
  private final S3Server storage;
  private final Neighbours templates = new Neighbours();
  private final Neighbours processes = new Neighbours();
  private final Neighbours registry = new Neighbours();
  private final KeyService keys = new KeyService(processes);

  PlatformStage(Path home, PrintStream out) throws IOException {
    this.home = home;
    out.println("Starting PostgreSQL, Kafka and S3");
    rows = TemporaryDirectory.create("rows");
    postgres =
        PostgresServer.start(
            // Kept: PostgreSQL waits for the disk then, as it must where rows count.
            PostgresServer.Options.of(Placement.kept(rows.path()))
                .withDatabases(DATABASES.values().toArray(String[]::new)));
    kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    storage = S3Server.start(S3Server.Options.of(Placement.temporary()));
    TemplateSnapshots.answer(templates);
    registry.answer("/api/v1/base-models", "{\"items\":[{\"name\":\"base-resnet18\"}]}");
  }

  /** Starts a service and waits until it is ready. */
  ServiceUnderTest start(Workload workload, List<String> moreJavaOptions)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(workload.environment());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("TRAINYARD_SERVICES_TEMPLATE_URL", templates.address().toString());
    environment.put("TRAINYARD_SERVICES_REGISTRY_URL", registry.address().toString());
    if (!workload.service().equals("process-service")) {
      environment.put("TRAINYARD_SERVICES_PROCESS_URL", processes.address().toString());
    }
    if (DATABASES.containsKey(workload.service())) {
      environment.putAll(backends(DATABASES.get(workload.service())));
    }
    return ServiceUnderTest.start(home, workload.service(), environment, moreJavaOptions);
  }

  private Map<String, String> backends(String database) {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL",
        postgres.jdbcUrl(database),
        "QUARKUS_DATASOURCE_USERNAME",
        PostgresServer.ownerOf(database),
        "QUARKUS_DATASOURCE_PASSWORD",
        postgres.password(),
        "TRAINYARD_STORAGE_ENDPOINT",
        storage.endpoint().toString(),
        "TRAINYARD_STORAGE_ACCESS_KEY",
        storage.accessKey(),
        "TRAINYARD_STORAGE_SECRET_KEY",
        storage.secretKey());
  }

  /** Of a service's database, as one who sees the rows of all tenants. */
  Connection connect(String service) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(DATABASES.get(service)), postgres.username(), postgres.password());
  }

  /** Whose everything is. */
  String tenant() {
    return TENANT;
  }

  /** What requests show: that somebody asks who may do everything within the tenant. */
  String bearer() {
    return ServiceUnderTest.bearer(TENANT);
  }

  String kafka() {
    return kafka.bootstrapServers();
  }

  MessageKey messageKey() {
    return keys.messageKey();
  }

  Usage.Source usage(ServiceUnderTest service) {
    return new Usage.Source(service.pid(), postgres.pid(), kafka.pid(), storage.pid());
  }

  @Override
  public void close() throws IOException {
    templates.close();
    processes.close();
    registry.close();
    storage.close();
    kafka.close();
    postgres.close();
    rows.close();
  }
}
