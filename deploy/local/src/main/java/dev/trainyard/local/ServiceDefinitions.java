package dev.trainyard.local;

import dev.trainyard.backends.EmbeddedBackends;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.local.ServiceProcess.Definition;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** How each service is run on one machine: its program, memory and configuration. */
final class ServiceDefinitions {
  static final List<String> DATABASES =
      List.of(
          "trainyard_template", "trainyard_process", "trainyard_registry", "trainyard_monitoring");

  private static final String AGENT = "agent-service";

  /** Small heaps: on one machine memory counts for more than the last bit of throughput. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms32m",
          "-Xmx192m",
          "-XX:+UseSerialGC",
          "-XX:MaxMetaspaceSize=160m",
          "-XX:+ExitOnOutOfMemoryError");

  /**
   * The quick compiler alone, which starts sooner. Not for services through which files go: it does
   * not know the processor's instructions for SHA-256.
   */
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final Set<String> WITHOUT_FILES = Set.of("process-service", "monitoring-service");

  private final Platform.Settings settings;
  private final EmbeddedBackends backends;
  private final KafkaUsers kafkaUsers;
  private final UUID machineId;
  private final LocalTokens tokens;

  ServiceDefinitions(
      Platform.Settings settings,
      EmbeddedBackends backends,
      KafkaUsers kafkaUsers,
      UUID machineId,
      LocalTokens tokens) {
    this.settings = settings;
    this.backends = backends;
    this.kafkaUsers = kafkaUsers;
    this.machineId = machineId;
    this.tokens = tokens;
  }

  List<Definition> all() {
    return List.of(
        define(
            "template-service",
            PortName.TEMPLATE,
            merge(merge(database("trainyard_template"), storage()), behindGateway())),
        define(
            "process-service",
            PortName.PROCESS,
            merge(database("trainyard_process"), behindGateway())),
        define(
            "model-registry-service",
            PortName.REGISTRY,
            merge(
                merge(merge(database("trainyard_registry"), storage()), predictions()),
                behindGateway())),
        define(
            "monitoring-service",
            PortName.MONITORING,
            merge(merge(database("trainyard_monitoring"), storage()), behindGateway())),
        define(AGENT, PortName.AGENT, agent()));
  }

  private Definition define(String name, PortName port, Map<String, String> own) {
    var environment =
        merge(
            own,
            Map.of(
                "QUARKUS_HTTP_HOST", settings.host(),
                "QUARKUS_HTTP_PORT", String.valueOf(settings.ports().of(port)),
                "TRAINYARD_SERVICES_TEMPLATE_URL", url(PortName.TEMPLATE),
                "TRAINYARD_SERVICES_PROCESS_URL", url(PortName.PROCESS),
                "TRAINYARD_SERVICES_REGISTRY_URL", url(PortName.REGISTRY),
                "TRAINYARD_SERVICES_MONITORING_URL", url(PortName.MONITORING)));
    environment.putAll(tokens.environment());
    if (!name.equals(AGENT)) {
      environment.putAll(tokens.environmentOfService());
    }
    environment.putAll(kafka(name));
    environment.putAll(settings.environment().getOrDefault(name, Map.of()));
    return new Definition(
        name,
        settings.installation().program(name, jvmOptions(name), settings.data()),
        URI.create(url(port)),
        environment,
        settings.data().resolve("logs").resolve(name + ".log"));
  }

  private static List<String> jvmOptions(String name) {
    return WITHOUT_FILES.contains(name)
        ? Stream.concat(JVM_OPTIONS.stream(), Stream.of(QUICK_COMPILER)).toList()
        : JVM_OPTIONS;
  }

  /** The gateway says who asks; from any other address that would be a lie. */
  private Map<String, String> behindGateway() {
    return Map.of(
        "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
        "true",
        "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES",
        gatewayAddress());
  }

  /** From where it asks: the address that it asks at, since both are this machine's. */
  private String gatewayAddress() {
    return settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
  }

  private Map<String, String> database(String name) {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL", backends.postgres().jdbcUrl(name),
        "QUARKUS_DATASOURCE_USERNAME", PostgresServer.ownerOf(name),
        "QUARKUS_DATASOURCE_PASSWORD", backends.postgres().password());
  }

  /** Each service as a user of its own, all agents as one. */
  private Map<String, String> kafka(String service) {
    var user = service.equals("agent-service") ? "agent" : service;
    var environment = new HashMap<String, String>();
    kafkaUsers
        .clientSettings(backends.kafka(), user)
        .forEach(
            (name, value) ->
                environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    return environment;
  }

  private Map<String, String> storage() {
    return Map.of(
        "TRAINYARD_STORAGE_ENDPOINT", backends.s3().endpoint().toString(),
        "TRAINYARD_STORAGE_ACCESS_KEY", backends.s3().accessKey(),
        "TRAINYARD_STORAGE_SECRET_KEY", backends.s3().secretKey());
  }

  /** The registry tries models with the trainer that this machine's agent trains with. */
  private Map<String, String> predictions() {
    return Map.of(
        "TRAINYARD_REGISTRY_PREDICTION_TRAINER_JAR",
        settings.installation().trainerJar().toString());
  }

  private Map<String, String> agent() {
    return Map.of(
        "TRAINYARD_AGENT_MACHINE_ID", machineId.toString(),
        "TRAINYARD_AGENT_MACHINE_NAME", "this-machine",
        "TRAINYARD_AGENT_ENROLMENT_CODE_FILE", tokens.enrolmentCode().toAbsolutePath().toString(),
        "TRAINYARD_AGENT_DATA_DIRECTORY",
            settings.data().resolve("agent").toAbsolutePath().toString(),
        // Ctrl-C leaves nothing running; the training goes on with the next start.
        "TRAINYARD_AGENT_STOP_TRAINER_ON_EXIT", "true",
        "TRAINYARD_AGENT_TRAINER_JAR", settings.installation().trainerJar().toString());
  }

  private String url(PortName port) {
    return "http://" + settings.host() + ":" + settings.ports().of(port);
  }

  private static Map<String, String> merge(Map<String, String> one, Map<String, String> other) {
    var merged = new HashMap<>(one);
    merged.putAll(other);
    return merged;
  }
}
