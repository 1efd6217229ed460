package dev.trainyard.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.kit.testing.ServicesOnly;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers as the template and the process service do to {@code GET …?baseModel=}. What they answer
 * is in the base model's name, in any case: see the constants.
 */
public final class FakeServicesResource implements QuarkusTestResourceLifecycleManager {

  /** A template names it. */
  public static final String IN_TEMPLATE = "in-template";

  /** A template names it from the second time on that somebody asks. */
  public static final String SOON_IN_TEMPLATE = "in-a-template-soon";

  /** A process that runs begins from it. */
  public static final String IN_PROCESS = "in-process";

  /** Only a process that succeeded began from it. */
  public static final String IN_HISTORY = "in-history";

  /** Asked for it, the template service is down. */
  public static final String TEMPLATES_DOWN = "templates-down";

  /** Asked for it, the process service is down. */
  public static final String PROCESSES_DOWN = "processes-down";

  /** Id of the one template. */
  public static final String TEMPLATE = "019aa000-0000-7000-8000-000000000001";

  /** Id of the one process. */
  public static final String PROCESS = "019aa000-0000-7000-8000-000000000002";

  private static final String TEMPLATE_ITEM =
      "{\"id\": \"%s\", \"projectId\": \"019aa000-0000-7000-8000-000000000003\", \"name\": \"letters\", \"revision\": 1}"
          .formatted(TEMPLATE);
  private static final String PROCESS_ITEM =
      "{\"id\": \"%s\", \"name\": \"letters-1\", \"status\": \"%s\", \"attempt\": 1}";

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private ExecutorService threads;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      threads = Executors.newFixedThreadPool(8);
      server.setExecutor(threads);
      server
          .createContext("/api/v1/templates", this::templates)
          .getFilters()
          .add(new ServicesOnly());
      server
          .createContext("/api/v1/processes", FakeServicesResource::processes)
          .getFilters()
          .add(new ServicesOnly());
      server.start();
      var url = "http://localhost:" + server.getAddress().getPort();
      return Map.ofEntries(
          Map.entry("trainyard.services.template-url", url),
          Map.entry("trainyard.services.process-url", url),
          Map.entry(
              "trainyard.registry.work-directory",
              Files.createTempDirectory("registry-work").toString()),
          // A resnet18 fits, and a test can exceed it.
          Map.entry("trainyard.registry.base-models.max-upload-size", "64M"),
          Map.entry("trainyard.registry.max-archive-size", "64M"),
          Map.entry("trainyard.registry.base-models.withdrawal-pause", "50ms"),
          Map.entry(
              "trainyard.registry.prediction.trainer-command",
              String.join(
                  ",",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  Path.of("target", "test-classes").toAbsolutePath().toString(),
                  "dev.trainyard.registry.prediction.FakePredictor")),
          Map.entry("trainyard.registry.prediction.timeout", "8s"),
          Map.entry("trainyard.registry.prediction.max-image-size", "2M"),
          Map.entry("trainyard.registry.prediction.cache-size", "4K"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    server.stop(0);
    threads.shutdown();
  }

  private void templates(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    boolean named =
        query.contains(IN_TEMPLATE) || query.contains(SOON_IN_TEMPLATE) && !asked.add(query);
    send(exchange, query.contains(TEMPLATES_DOWN) ? 503 : 200, named ? TEMPLATE_ITEM : "");
  }

  private static void processes(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    var status =
        query.contains(IN_PROCESS) ? "RUNNING" : query.contains(IN_HISTORY) ? "SUCCEEDED" : "-";
    boolean wanted = query.contains("status=" + status);
    send(
        exchange,
        query.contains(PROCESSES_DOWN) ? 503 : 200,
        wanted ? PROCESS_ITEM.formatted(PROCESS, status) : "");
  }

  private static void send(HttpExchange exchange, int status, String item) throws IOException {
    var body =
        "{\"items\": [%s], \"page\": 0, \"size\": 50, \"total\": %d}"
            .formatted(item, item.isEmpty() ? 0 : 1)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
