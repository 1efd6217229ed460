package dev.trainyard.local;

import dev.trainyard.backends.BackendKind;
import dev.trainyard.backends.EmbeddedBackends;
import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.backends.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The whole platform on this machine: backends, five services, one agent, the gateway. Each but the
 * gateway is a process of its own; all end with this JVM. Not thread-safe.
 */
public final class Platform implements AutoCloseable {

  /**
   * How to start.
   *
   * @param installation where the built parts lie
   * @param data where data is kept
   * @param host the address to listen on
   * @param ports the ports to listen on
   * @param selfRegister whether this machine is registered at the start; otherwise a user does
   * @param environment what services get on top of their configuration, by the service's name
   */
  public record Settings(
      Installation installation,
      Path data,
      String host,
      Ports ports,
      boolean selfRegister,
      Map<String, Map<String, String>> environment) {

    /** The configuration of every day. */
    public Settings(
        Installation installation, Path data, String host, Ports ports, boolean selfRegister) {
      this(installation, data, host, ports, selfRegister, Map.of());
    }
  }

  private final Settings settings;
  private final UUID machineId;
  private final EmbeddedBackends backends;
  private final LocalTokens tokens;
  private final KafkaUsers kafkaUsers;
  private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
  private LocalEnrolment enrolment;
  private Gateway gateway;

  private Platform(
      Settings settings,
      UUID machineId,
      EmbeddedBackends backends,
      KafkaUsers kafkaUsers,
      LocalTokens tokens) {
    this.settings = settings;
    this.machineId = machineId;
    this.backends = backends;
    this.kafkaUsers = kafkaUsers;
    this.tokens = tokens;
  }

  /**
   * Starts everything and returns when all are ready.
   *
   * @param progress told what is going on, in words
   * @throws PlatformException if a port is busy or a part does not start; what had started is
   *     stopped again
   */
  public static Platform start(Settings settings, Consumer<String> progress)
      throws InterruptedException {
    settings.ports().requireFree(settings.host());
    progress.accept("starting PostgreSQL, Kafka and S3");
    var machineId = machineId(settings.data());
    var tokens = LocalTokens.begin(settings.data());
    var kafkaUsers = kafkaUsers(settings);
    var backends = startBackends(settings, kafkaUsers);
    var platform = new Platform(settings, machineId, backends, kafkaUsers, tokens);
    try {
      kafkaUsers.write(backends.kafka());
      progress.accept("starting five services, one of them the agent");
      platform.enrolment =
          LocalEnrolment.begin(
              platform.address(PortName.PROCESS), tokens, machineId, settings.selfRegister());
      platform.startServices(progress);
      platform.gateway = Gateway.start(settings.host(), settings.ports());
      return platform;
    } catch (RuntimeException | InterruptedException e) {
      platform.close();
      throw e;
    } catch (IOException e) {
      platform.close();
      throw unusable(settings.data(), e);
    }
  }

  /** The one address for clients. */
  public URI address() {
    return address(PortName.GATEWAY);
  }

  /** The address of one part. */
  public URI address(PortName name) {
    return URI.create("http://" + settings.host() + ":" + settings.ports().of(name));
  }

  /**
   * A token that is good for a day.
   *
   * @param role such as {@code admin}
   */
  public String token(String role) {
    return tokens.of(role);
  }

  /** Where the agent of this machine finds a code to enrol with. */
  public Path enrolmentCode() {
    return tokens.enrolmentCode();
  }

  public String kafkaBootstrapServers() {
    return backends.kafka().bootstrapServers();
  }

  /** What a client needs to connect to the broker as one who may do everything. */
  public Map<String, Object> kafkaAdministrator() {
    return Map.copyOf(kafkaUsers.administratorSettings(backends.kafka()));
  }

  /** Where each user of the broker has a file with what a client needs to connect. */
  public Path kafkaUserFiles() {
    return kafkaUserFiles(settings);
  }

  /** The id the agent works under, kept with the data. */
  public UUID machineId() {
    return machineId;
  }

  /** Where each part writes its log. */
  public Path logs() {
    return settings.data().resolve("logs");
  }

  /** The names of the services, in the order they were started. */
  public List<String> services() {
    return List.copyOf(services.keySet());
  }

  /** The id of a service's process. */
  public long pid(String service) {
    return services.get(service).pid();
  }

  /** Ends a service without a warning; {@link #restart} brings it back. */
  public void kill(String service) throws InterruptedException {
    services.get(service).kill();
  }

  /**
   * Asks a service to end, as whoever updates it does, and returns when it has; {@link #restart}
   * brings it back.
   *
   * @return how long it took
   * @throws PlatformException if it takes longer than the limit
   */
  public Duration stop(String service, Duration limit) throws InterruptedException {
    return services.get(service).stop(limit);
  }

  /** Starts a service that has ended, and returns at once. */
  public void launch(String service) {
    services.get(service).launch(Map.of());
  }

  /** Starts a service that has ended and returns when it is ready. */
  public Duration restart(String service) throws InterruptedException {
    return restart(service, Map.of());
  }

  /** The same with more configuration, which holds until the service is started once more. */
  public Duration restart(String service, Map<String, String> environment)
      throws InterruptedException {
    var process = services.get(service);
    process.launch(environment);
    return process.awaitReady();
  }

  /**
   * Starts another process of a service beside the first, which shares its database and its topics,
   * and returns when it is ready. The gateway does not know it.
   *
   * @param port where it listens
   * @param environment more configuration than the first one's
   * @return the name under which this platform has it
   */
  public String startReplica(String service, int port, Map<String, String> environment)
      throws InterruptedException {
    var replica = services.get(service).replica(service + "-" + port, settings.host(), port);
    services.put(replica.name(), replica);
    replica.launch(environment);
    replica.awaitReady();
    return replica.name();
  }

  /** The id of a backend's process; what belongs to it are its descendants. */
  public long pid(BackendKind backend) {
    return backends.pid(backend);
  }

  /** Ends a backend without a warning; {@link #restart(BackendKind)} brings it back. */
  public void kill(BackendKind backend) {
    backends.kill(backend);
  }

  /** Starts a backend that was killed, on its port and its data, and returns when it is ready. */
  public void restart(BackendKind backend) {
    backends.restart(backend);
  }

  /** Waits until the user ends this JVM, then stops everything in order; never returns. */
  public void awaitTermination() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-platform"));
    new CountDownLatch(1).await();
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
    if (enrolment != null) {
      enrolment.close();
    }
    // All at once: each takes a second or two to finish what it does.
    services.values().parallelStream().forEach(ServiceProcess::close);
    backends.close();
    tokens.close();
  }

  private void startServices(Consumer<String> progress) throws InterruptedException {
    var definitions = new ServiceDefinitions(settings, backends, kafkaUsers, machineId, tokens);
    for (var definition : definitions.all()) {
      var service = new ServiceProcess(definition);
      services.put(definition.name(), service);
      service.launch(Map.of());
    }
    for (var service : services.values()) {
      var took = service.awaitReady();
      progress.accept("%s is ready after %.1f s".formatted(service.name(), took.toMillis() / 1e3));
    }
  }

  private static KafkaUsers kafkaUsers(Settings settings) {
    try {
      return KafkaUsers.in(kafkaUserFiles(settings), settings.installation().accessLists());
    } catch (IOException e) {
      throw unusable(settings.data(), e);
    }
  }

  private static Path kafkaUserFiles(Settings settings) {
    return settings.data().resolve("kafka-users");
  }

  private static EmbeddedBackends startBackends(Settings settings, KafkaUsers kafkaUsers) {
    var root = settings.data().resolve("backends");
    var ports = settings.ports();
    return EmbeddedBackends.start(
        new EmbeddedBackends.Options(
            PostgresServer.Options.of(placement(root, "postgres", ports, PortName.POSTGRES))
                .withDatabases(ServiceDefinitions.DATABASES.toArray(String[]::new)),
            KafkaServer.Options.of(placement(root, "kafka", ports, PortName.KAFKA))
                .securedBy(kafkaUsers.security()),
            S3Server.Options.of(placement(root, "s3", ports, PortName.S3))));
  }

  private static Placement placement(Path root, String name, Ports ports, PortName port) {
    return Placement.kept(root.resolve(name)).onPort(ports.of(port), port.option());
  }

  private static UUID machineId(Path data) {
    var file = data.resolve("machine-id");
    try {
      Files.createDirectories(data.resolve("logs"));
      if (Files.exists(file)) {
        return UUID.fromString(Files.readString(file).trim());
      }
      var id = UUID.randomUUID();
      Files.writeString(file, id + System.lineSeparator());
      return id;
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(data, e);
    }
  }

  private static PlatformException unusable(Path data, Exception reason) {
    return new PlatformException(
        "The data directory " + data + " cannot be used: " + reason.getMessage(), reason);
  }
}
