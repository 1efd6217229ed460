package dev.trainyard.monitoring.page;

import static dev.trainyard.monitoring.Samples.evaluation;
import static dev.trainyard.monitoring.Samples.loss;
import static dev.trainyard.monitoring.Samples.report;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of a process in a real browser. */
@QuarkusTest
class ChartPageIT extends MonitoringTest {
  private static Browser browser;

  @TestHTTPResource("/")
  URI server;

  private final UUID processId = UUID.randomUUID();

  @BeforeAll
  static void openBrowser() {
    if (!Browser.isInstalled()) {
      System.err.println("No Chromium (Debian: chromium, chromium-driver): pages are not tested");
    }
    assumeTrue(Browser.isInstalled(), "Chromium is not installed");
    browser = Browser.open();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void drawsTheCurvesAndGoesOnWithoutBeingLoadedAgain() throws Exception {
    broker.publish(
        EventType.PROCESS_RUNNING,
        processId,
        Samples.process(processId, ProcessStatus.RUNNING, 1, 0));
    broker.publish(
        EventType.COMMAND_START, Samples.MACHINE, Samples.start(processId, Samples.MACHINE));
    publish(
        1, IntStream.rangeClosed(1, 200).mapToObj(Samples::training).toArray(MetricPoint[]::new));
    publish(2, evaluation(100, 0.83), evaluation(200, 0.93));

    browser.go(server.resolve("/monitoring/" + processId).toString());
    eventually(
        () -> {
          assertThat(browser.pixels(0x1a, 0x7f, 0x37)).as("green: learning rate").isPositive();
          assertThat(browser.pixels(0x1f, 0x6f, 0xeb)).as("blue: loss").isPositive();
          assertThat(browser.pixels(0xd1, 0x24, 0x2f)).as("red: precision").isPositive();
        });
    eventually(
        () ->
            assertThat(browser.figures())
                .containsEntry("AP", "0.930")
                .containsEntry("t_loss", "0.005")
                .containsEntry("LR", "0.005")
                .containsEntry("Images", "120.5/s")
                .containsEntry("Batch Size", "2")
                .containsEntry("Iter", "200 / 1000")
                .containsEntry("Epoch", "4.00")
                .containsKey("Device"));
    assertThat(browser.text("#name")).isEqualTo("digits-run");
    assertThat(browser.text("#status")).isEqualToIgnoringCase("RUNNING");
    assertThat(browser.readOut(1.0)).contains("200", "0.93", "0.005");

    browser.run("window.loadedOnce = true");
    publish(3, training(201));
    publish(4, evaluation(201, 0.96));
    eventually(
        () ->
            assertThat(browser.figures())
                .containsEntry("AP", "0.960")
                .containsEntry("Iter", "201 / 1000"));
    eventually(() -> assertThat(browser.readOut(1.0)).contains("201", "0.96", "0.005"));
    assertThat(browser.run("return window.loadedOnce")).isEqualTo(true);
    browser.screenshot("process");
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(each -> each.startsWith(server.toString()));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void showsASpikeOfOnePointOfAMillion() throws Exception {
    var sequence = 1;
    for (var from = 1; from <= 1_000_000; from += 5_000) {
      publish(
          sequence++,
          IntStream.range(from, from + 5_000)
              .mapToObj(iteration -> loss(iteration, iteration == 777_777 ? 88.0 : 1.0))
              .toArray(MetricPoint[]::new));
    }
    await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                given()
                    .get("/api/v1/monitoring/processes/{id}/metrics", processId)
                    .then()
                    .extract()
                    .<Integer>path("total"),
            Integer.valueOf(1_000_000)::equals);

    browser.go(server.resolve("/monitoring/" + processId).toString());
    eventually(
        () -> assertThat(browser.pixels(0x1f, 0x6f, 0xeb)).as("blue: loss").isGreaterThan(300));
    // A pixel is some 900 iterations wide.
    assertThat(
            DoubleStream.iterate(0.7765, share -> share < 0.779, share -> share + 0.0005)
                .mapToObj(browser::readOut))
        .anySatisfy(values -> assertThat(values).contains("Iteration777,777", "Train loss88"));
    browser.screenshot("a-million-points");
    browser.zoom(0.775, 0.78);
    eventually(
        () -> assertThat(browser.requests()).anyMatch(each -> each.contains("fromIteration=77")));
    browser.screenshot("a-million-points-zoomed");
    assertThat(browser.complaints()).isEmpty();
  }

  private void publish(long sequence, MetricPoint... points) {
    broker.publish(EventType.METRICS_REPORTED, processId, report(processId, 1, sequence, points));
  }
}
