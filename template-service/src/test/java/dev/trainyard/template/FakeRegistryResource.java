package dev.trainyard.template;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers as the model registry does to {@code GET /base-models?name=}. */
public final class FakeRegistryResource implements QuarkusTestResourceLifecycleManager {

  /** The base model that the registry has. */
  public static final String KNOWN = "base-resnet18";

  /** Asked for this one, the registry is down. */
  public static final String DOWN = "registry-is-down";

  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v1/base-models", FakeRegistryResource::answer);
    server.start();
    return Map.of(
        "trainyard.services.registry-url",
        "http://localhost:" + server.getAddress().getPort(),
        // Small, so that a test can exceed it.
        "trainyard.datasets.max-archive-size",
        "2M");
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    var items = query.equals("name=" + KNOWN) ? "{\"id\":\"x\",\"name\":\"" + KNOWN + "\"}" : "";
    var body =
        ("{\"items\":[" + items + "],\"page\":0,\"size\":50,\"total\":1}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(query.contains(DOWN) ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
