package dev.trainyard.local.rolling;

import static org.awaitility.Awaitility.await;

import dev.trainyard.local.Platform;
import dev.trainyard.local.PortName;
import dev.trainyard.local.TestPlatform;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A platform with two replicas of each service behind a balancer each, which the services use among
 * themselves too. Used by one test at a time.
 */
final class TwoOfEach implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What balancers get to learn that a replica goes. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  /** As in Kubernetes, where the delay is 5 s: see {@code docs/resilience.md}. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final Map<String, PortName> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("template-service", PortName.TEMPLATE);
    SERVICES.put("process-service", PortName.PROCESS);
    SERVICES.put("model-registry-service", PortName.REGISTRY);
    SERVICES.put("monitoring-service", PortName.MONITORING);
  }

  private final Map<String, ReadyBalancer> balancers = new HashMap<>();
  private final List<String> replicas = new ArrayList<>();
  private final Platform platform;

  private TwoOfEach(Path directory) throws InterruptedException {
    SERVICES.keySet().forEach(service -> balancers.put(service, new ReadyBalancer()));
    var settings = new HashMap<String, Map<String, String>>();
    SERVICES.keySet().forEach(service -> settings.put(service, environment()));
    settings.put("agent-service", environment());
    platform = TestPlatform.start(directory, settings);
  }

  /** Starts everything and returns when each service has two replicas that are ready. */
  static TwoOfEach start(Path directory) throws InterruptedException, IOException {
    var two = new TwoOfEach(directory);
    try {
      two.addReplicas();
      return two;
    } catch (RuntimeException | InterruptedException | IOException e) {
      two.close();
      throw e;
    }
  }

  static List<String> services() {
    return List.copyOf(SERVICES.keySet());
  }

  Platform platform() {
    return platform;
  }

  /** All of them, the two of a service one after the other. */
  List<String> replicas() {
    return List.copyOf(replicas);
  }

  /** Where a service's ready replicas are. */
  URI address(String service) {
    return balancers.get(service).address();
  }

  /** Where the first replica of a service is, ready or not. */
  URI first(String service) {
    return platform.address(SERVICES.get(service));
  }

  ApiClient api(String service) {
    return new ApiClient(address(service), platform.token("admin"), line -> {});
  }

  /** Asks a replica to end, and returns when it has. */
  Duration stop(String replica) throws InterruptedException {
    return platform.stop(replica, GRACE);
  }

  /** Starts a replica that has ended, and returns when its balancer uses it. */
  void startAgain(String replica) throws InterruptedException {
    platform.restart(replica);
    var service = SERVICES.keySet().stream().filter(replica::startsWith).findFirst().orElseThrow();
    awaitBothReady(service);
  }

  @Override
  public void close() {
    platform.close();
    balancers.values().forEach(ReadyBalancer::close);
  }

  private void addReplicas() throws InterruptedException, IOException {
    for (var service : SERVICES.keySet()) {
      var port = freePort();
      replicas.add(service);
      replicas.add(platform.startReplica(service, port, Map.of()));
      balancers.get(service).add(first(service).getPort());
      balancers.get(service).add(port);
    }
    SERVICES.keySet().forEach(this::awaitBothReady);
  }

  private void awaitBothReady(String service) {
    await().atMost(PATIENCE).until(() -> balancers.get(service).ready() == 2);
  }

  private Map<String, String> environment() {
    return Map.of(
        "QUARKUS_SHUTDOWN_DELAY", DELAY.toString(),
        "TRAINYARD_SERVICES_TEMPLATE_URL", address("template-service").toString(),
        "TRAINYARD_SERVICES_PROCESS_URL", address("process-service").toString(),
        "TRAINYARD_SERVICES_REGISTRY_URL", address("model-registry-service").toString(),
        "TRAINYARD_SERVICES_MONITORING_URL", address("monitoring-service").toString());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
