package dev.trainyard.monitoring.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of pages in a browser have in common. After each of them no page may have
 * complained of anything, or asked another host for something.
 */
@QuarkusTestResource(BrowserResource.class)
abstract class PageTest extends MonitoringTest {
  /** The colours of the curves on a light page; user guide and reference name them. */
  static final String GREEN = "#1a7f37";

  static final String BLUE = "#1f6feb";
  static final String RED = "#d1242f";

  static Browser browser;

  @TestHTTPResource("/")
  URI server;

  final UUID processId = UUID.randomUUID();
  final UUID templateId = UUID.randomUUID();

  @BeforeEach
  void openBrowser() {
    assumeTrue(Browser.isInstalled(), "Chromium is not installed");
    browser = Browser.shared();
    browser.preferColors("light");
    browser.forget(server);
    browser.complaints();
    enter(Tokens.of("viewer"));
  }

  /** Has the browser keep a token, as if the user had brought it before. */
  void enter(String token) {
    browser.go(server.resolve("/monitoring/assets/icon.svg"));
    browser.run("sessionStorage.setItem('trainyard.token', arguments[0])", token);
  }

  @AfterEach
  void staysQuietAndAtHome() {
    if (browser != null) {
      var requests = browser.requests();
      browser.leave();
      assertThat(browser.complaints()).as("complaints of the page").isEmpty();
      assertThat(requests).isNotEmpty().allMatch(request -> request.startsWith(server.toString()));
    }
  }

  /**
   * Opens the page of the process once the process is known; the rest of its address may ask for a
   * language or an axis.
   */
  void openChart(String rest) {
    eventually(
        () -> given().get("/api/v1/monitoring/processes/{id}", processId).then().statusCode(200));
    browser.go(server.resolve("/monitoring/" + processId + rest));
  }

  /** Opens the page of the process and waits for its curves. */
  void openDrawnChart(String rest) {
    openChart(rest);
    eventually(() -> assertThat(browser.list("#readout")).isNotEmpty());
  }

  void publish(UUID process, String name, ProcessStatus status, int attempt, UUID modelId) {
    broker.publish(
        typeOf(status),
        process,
        new ProcessEvent(
            process,
            name,
            Samples.MACHINE,
            templateId,
            "digits",
            null,
            Samples.MACHINE,
            "gpu-01",
            status,
            true,
            attempt,
            Samples.NOON.plusSeconds(attempt),
            modelId,
            null));
  }

  void publishRunning(String name) {
    publish(processId, name, ProcessStatus.RUNNING, 1, null);
    broker.publish(
        EventType.COMMAND_START, Samples.MACHINE, Samples.start(processId, Samples.MACHINE));
  }

  void publishPoints(int attempt, long sequence, MetricPoint... points) {
    publishPoints(processId, attempt, sequence, points);
  }

  static void publishPoints(UUID process, int attempt, long sequence, MetricPoint... points) {
    broker.publish(
        EventType.METRICS_REPORTED, process, Samples.report(process, attempt, sequence, points));
  }

  private static EventType typeOf(ProcessStatus status) {
    return switch (status) {
      case CREATED -> EventType.PROCESS_CREATED;
      case STARTING -> EventType.PROCESS_STARTED;
      case RUNNING -> EventType.PROCESS_RUNNING;
      case STOPPING -> EventType.PROCESS_STOPPING;
      case SUCCEEDED -> EventType.PROCESS_SUCCEEDED;
      case FAILED -> EventType.PROCESS_FAILED;
      case STOPPED -> EventType.PROCESS_STOPPED;
    };
  }
}
