package dev.trainyard.monitoring.status;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceProbeTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void isContentWithAServiceThatIsReady() {
    answer(200, "{\"status\":\"UP\",\"checks\":[]}");

    assertThatCode(() -> probe(Duration.ofSeconds(20)).ask()).doesNotThrowAnyException();
  }

  @Test
  void saysWhatAServiceMisses() {
    answer(
        503,
        """
        {"status": "DOWN", "checks": [{"name": "Database", "status": "DOWN"},
          {"name": "Storage", "status": "UP"}, {"name": "Kafka", "status": "DOWN"}]}""");

    assertDown("is not ready: Database, Kafka", Duration.ofSeconds(20));
  }

  @Test
  void saysWhatSomethingElseAnswers() {
    answer(502, "<html>Bad gateway</html>");

    assertDown("answers with status 502", Duration.ofSeconds(20));
  }

  @Test
  void doesNotWaitForAServiceThatHangs() {
    server.createContext(
        "/",
        exchange -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertDown("no answer within 200 ms", Duration.ofMillis(200));
  }

  @Test
  void saysWhereNobodyAnswers() {
    server.stop(0);

    assertDown("does not answer at " + address() + "/q/health/ready", Duration.ofSeconds(20));
  }

  private void assertDown(String reason, Duration timeout) {
    assertThatThrownBy(() -> probe(timeout).ask())
        .isInstanceOf(PartDownException.class)
        .hasMessage(reason);
  }

  private ServiceProbe probe(Duration timeout) {
    return new ServiceProbe(HttpClient.newHttpClient(), "some-service", address(), timeout);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(int status, String body) {
    server.createContext(
        "/q/health/ready",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
