package dev.trainyard.bench.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What the process service answers when it is asked who an agent is and where a process runs: it is
 * always the one machine of {@link Reporter}.
 */
final class KeyService implements AutoCloseable {
  static {
    // Else each answer on a connection that is used again is held back for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final MessageKey messageKey = MessageKey.fresh();
  private final HttpServer server;

  KeyService() throws IOException {
    var publicKey = SigningKey.fresh().open().text();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(
        "/api/v1/machines/keys",
        "{\"items\":[{\"machineId\":\"%s\",\"publicKey\":\"%s\",\"messageKey\":\"%s\"}]}"
            .formatted(Reporter.MACHINE, publicKey, messageKey.text()));
    answer("/api/v1/processes", "{\"machine\":{\"id\":\"%s\"}}".formatted(Reporter.MACHINE));
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  MessageKey messageKey() {
    return messageKey;
  }

  private void answer(String path, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(path, exchange -> send(exchange, bytes));
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
