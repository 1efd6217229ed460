package dev.trainyard.template;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.ServicesOnly;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers as the model registry does to {@code GET /base-models?name=}, and as the process service
 * does to {@code GET /processes/{id}}.
 */
public final class FakeRegistryResource implements QuarkusTestResourceLifecycleManager {

  /** The base model that the registry has. */
  public static final String KNOWN = "base-resnet18";

  /** Asked for this one, the registry is down. */
  public static final String DOWN = "registry-is-down";

  private static final Map<String, String> PROCESSES = new ConcurrentHashMap<>();

  private HttpServer server;

  /** From now on the process service has this process, whose status nobody was told. */
  public static void process(UUID id, ProcessStatus status) {
    PROCESSES.put(id.toString(), "{\"status\":\"" + status + "\",\"name\":\"run\"}");
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server
        .createContext("/api/v1/base-models", FakeRegistryResource::answer)
        .getFilters()
        .add(new ServicesOnly());
    server
        .createContext("/api/v1/processes", FakeRegistryResource::answerProcess)
        .getFilters()
        .add(new ServicesOnly());
    server.start();
    return Map.of(
        // Often, so that a test need not wait long.
        "trainyard.datasets.check-interval",
        "1S",
        "trainyard.datasets.part-size",
        "5M",
        // Few, so that a test can exceed them.
        "trainyard.datasets.max-uploads",
        "4",
        "trainyard.services.registry-url",
        "http://localhost:" + server.getAddress().getPort(),
        "trainyard.services.process-url",
        "http://localhost:" + server.getAddress().getPort(),
        // Of its own, so that a test sees what stays in it.
        "trainyard.datasets.work-directory",
        Path.of("target", "work-" + ProcessHandle.current().pid()).toAbsolutePath().toString(),
        // So that an archive can have parts, and a test can exceed it.
        "trainyard.datasets.max-archive-size",
        "12M",
        // The same for an image.
        "trainyard.datasets.max-image-size",
        "6M",
        // So that a small archive has no warning.
        "trainyard.datasets.few-images",
        "1");
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    var items = query.equals("name=" + KNOWN) ? "{\"id\":\"x\",\"name\":\"" + KNOWN + "\"}" : "";
    send(
        exchange,
        query.contains(DOWN) ? 503 : 200,
        "{\"items\":[" + items + "],\"page\":0,\"size\":50,\"total\":1}");
  }

  private static void answerProcess(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var process = PROCESSES.get(path.substring(path.lastIndexOf('/') + 1));
    send(exchange, process == null ? 404 : 200, process == null ? "{}" : process);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
