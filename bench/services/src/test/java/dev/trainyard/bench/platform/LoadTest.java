package dev.trainyard.bench.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final long SELF = ProcessHandle.current().pid();

  private HttpServer server;
  private URI address;

  @BeforeEach
  void listen() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsBodiesOfKnownLengthAndInPieces() throws IOException {
    var text = "0123456789".repeat(20_000);
    answer("/known", text.length(), text);
    answer("/pieces", 0, text);
    try (var connection = new Connection(address, "Bearer me")) {
      for (var path : List.of("/known", "/pieces", "/known")) {
        var answer = connection.send(Request.get(path));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.etag()).isEqualTo("\"7\"");
      }
    }
  }

  @Test
  void saysWhoAsksAndWhichVersionIsMeant() throws IOException {
    server.createContext(
        "/echo",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          var echo =
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  headers.getFirst("Authorization"),
                  headers.getFirst("If-Match"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, echo.length());
          try (exchange) {
            exchange.getResponseBody().write(echo.getBytes(StandardCharsets.UTF_8));
          }
        });
    try (var connection = new Connection(address, "Bearer me")) {
      assertThat(connection.send(Request.put("/echo", "\"3\"", "{}")).text())
          .isEqualTo("PUT Bearer me \"3\" {}");
    }
  }

  @Test
  void countsFromWhenARequestWasDue() throws Exception {
    server.createContext(
        "/slow",
        exchange -> {
          pause(100);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    var result = load().fixedRate(List.of(() -> Request.get("/slow")), 50, Duration.ofSeconds(1));

    // Ten a second are served of fifty: the last one sent was due long before.
    assertThat(result.latencies().quantile(1)).isGreaterThan(500);
    assertThat(result.latencies().quantile(0)).isBetween(100.0, 400.0);
    assertThat(result.perSecond()).isLessThan(11);
  }

  @Test
  void asksAsOftenAsWantedWhereTheServiceKeepsUp() throws Exception {
    answer("/quick", 2, "{}");
    var callers = List.<Caller>of(() -> Request.get("/quick"), () -> Request.get("/quick"));

    assertThat(load().fixedRate(callers, 100, Duration.ofSeconds(1)).latencies().count())
        .isBetween(90, 101);
  }

  @Test
  void failsWhenTheServiceRefuses() {
    server.createContext(
        "/gone",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });

    assertThatThrownBy(
            () -> load().closedLoop(List.of(() -> Request.get("/gone")), Duration.ofSeconds(5)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("404");
  }

  private Load load() {
    return new Load(address, "Bearer me", new Usage.Source(SELF, SELF, SELF, SELF));
  }

  /**
   * @param length 0 for one that the header does not tell
   */
  private void answer(String path, int length, String text) {
    var body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"7\"");
          exchange.sendResponseHeaders(200, length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
