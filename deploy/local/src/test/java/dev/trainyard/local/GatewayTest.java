package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway before a template service that says what it is told, and no other service. */
class GatewayTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int WAIT_SECONDS = 60;

  private final Ports ports = Ports.free();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private HttpServer service;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    service = HttpServer.create(new InetSocketAddress("127.0.0.1", ports.of(PortName.TEMPLATE)), 0);
    service.setExecutor(Executors.newCachedThreadPool());
    service.createContext(
        "/api/v1/projects",
        exchange -> {
          asked.countDown();
          if (exchange.getRequestURI().getPath().endsWith("/slow")) {
            awaitReady();
          }
          var told = new StringBuilder("told:");
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) -> {
                    if (name.contains("orwarded")) {
                      told.append(' ').append(name).append(values);
                    }
                  });
          var body = told.append('.').toString().getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    gateway = Gateway.start("127.0.0.1", ports, PATIENCE);
  }

  @AfterEach
  void stop() {
    ready.countDown();
    gateway.close();
    service.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"/health, 200", "/nothing, 404", "/api/v1/nothing, 404", "/api/v1/machines, 503"})
  void tellsBrowsersWithItsOwnAnswersWhatServicesTellThem(String path, int status)
      throws IOException {
    var answer = ask("127.0.0.1", path, "");
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .containsIgnoringCase("x-content-type-options: nosniff\r\n")
        .containsIgnoringCase("referrer-policy: no-referrer\r\n")
        .containsIgnoringCase(
            "content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n");
    assertThat(answer.contains("no-store")).isEqualTo(path.startsWith("/api/"));
  }

  @Test
  void tellsServicesWhoAsksAndNothingThatTheClientSaysOfThat() throws IOException {
    var forged =
        """
        X-Forwarded-For: 192.0.2.1
        x-forwarded-host: example.org
        X-Forwarded-Proto: https
        Forwarded: for=192.0.2.2
        """
            .replace("\n", "\r\n");

    assertThat(ask("127.0.0.3", "/api/v1/projects", forged))
        .endsWith("told: X-forwarded-for[127.0.0.3].");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /health HT", "GET /health HTTP/1.1\r\nHost: localh"})
  void endsAConnectionWhoseRequestDoesNotCome(String begun) throws IOException {
    try (var client = connect("127.0.0.1")) {
      client.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void endsAConnectionThatIsOfNoUseAfterItsAnswer() throws IOException {
    try (var client = connect("127.0.0.1")) {
      client
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("{\"status\":\"UP\"}");
    }
  }

  @Test
  void waitsForAnAnswerThatTakesLongerThanAClientMay() throws Exception {
    try (var client = connect("127.0.0.1")) {
      client
          .getOutputStream()
          .write(request("/api/v1/projects/slow", "").getBytes(StandardCharsets.US_ASCII));
      assertThat(asked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      // Who says nothing from now on is gone before the answer comes.
      endsAConnectionWhoseRequestDoesNotCome("");
      ready.countDown();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void takesHeadersWithALongTokenAndNoneThatFillTheMemory() throws IOException {
    assertThat(ask("127.0.0.1", "/health", "Authorization: " + "x".repeat(16_000) + "\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(ask("127.0.0.1", "/health", "Authorization: " + "x".repeat(22_000) + "\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(ask("127.0.0.1", "/" + "x".repeat(5_000), "")).startsWith("HTTP/1.0 414");
  }

  private void awaitReady() {
    try {
      assertThat(ready.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String ask(String from, String path, String headers) throws IOException {
    try (var client = connect(from)) {
      client.getOutputStream().write(request(path, headers).getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String request(String path, String headers) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
        .formatted(path, headers);
  }

  private Socket connect(String from) throws IOException {
    var client =
        new Socket("127.0.0.1", ports.of(PortName.GATEWAY), InetAddress.getByName(from), 0);
    client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
    return client;
  }
}
