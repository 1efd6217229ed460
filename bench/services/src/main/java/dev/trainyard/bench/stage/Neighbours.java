package dev.trainyard.bench.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Stands for the services that the one under test asks: each path has one answer. Thread-safe. */
public final class Neighbours implements AutoCloseable {
  static {
    // Else each answer on a connection that is used again is held back for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int NO_CONTENT = 204;

  private final HttpServer server;

  public Neighbours() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on everything under the path is answered with this JSON. */
  public void answer(String path, String json) {
    var body = json.getBytes(StandardCharsets.UTF_8);
    server.createContext(path, exchange -> send(exchange, body));
  }

  /** From now on everything under the path is answered with 204. */
  public void accept(String path) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(NO_CONTENT, -1);
          }
        });
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
