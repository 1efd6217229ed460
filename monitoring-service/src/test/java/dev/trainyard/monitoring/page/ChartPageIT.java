package dev.trainyard.monitoring.page;

import static dev.trainyard.monitoring.Samples.evaluation;
import static dev.trainyard.monitoring.Samples.loss;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of a process in a real browser: what it draws and says of a run. */
@QuarkusTest
class ChartPageIT extends PageTest {

  @Test
  void drawsTheCurvesAndGoesOnWithoutBeingLoadedAgain() throws Exception {
    publishRunning("digits-run");
    publishPoints(
        1,
        1,
        IntStream.rangeClosed(1, 200).mapToObj(Samples::training).toArray(MetricPoint[]::new));
    publishPoints(1, 2, evaluation(100, 0.83), evaluation(200, 0.93));

    openChart("");
    eventually(
        () -> {
          assertThat(browser.pixels(GREEN)).as("green: learning rate").isPositive();
          assertThat(browser.pixels(BLUE)).as("blue: loss").isPositive();
          assertThat(browser.pixels(RED)).as("red: precision").isPositive();
        });
    eventually(
        () ->
            assertThat(browser.list("#header"))
                .containsEntry("AP", "0.930")
                .containsEntry("t_loss", "0.005")
                .containsEntry("LR", "0.005")
                .containsEntry("Images", "120.5/s")
                .containsEntry("Batch Size", "2")
                .containsEntry("Iter", "200 / 1000")
                .containsEntry("Epoch", "4.00")
                .containsKey("Device"));
    assertThat(browser.text("#name")).isEqualTo("digits-run");
    assertThat(browser.text("#status")).isEqualTo("running");
    assertThat(browser.pointAt(1.0))
        .containsEntry("Iteration", "200")
        .containsEntry("Average precision (AP)", "0.9300")
        .containsEntry("Learning rate (LR)", "0.005");

    browser.run("window.loadedOnce = true");
    publishPoints(1, 3, training(201));
    publishPoints(1, 4, evaluation(201, 0.96));
    eventually(
        () ->
            assertThat(browser.list("#header"))
                .containsEntry("AP", "0.960")
                .containsEntry("Iter", "201 / 1000"));
    eventually(
        () ->
            assertThat(browser.pointAt(1.0))
                .containsEntry("Iteration", "201")
                .containsEntry("Average precision (AP)", "0.9600"));
    assertThat(browser.run("return window.loadedOnce")).isEqualTo(true);
    browser.screenshot("process");
  }

  @Test
  void saysHowLongItWillTakeAndWhenItWasUpdated() {
    publishRunning("digits-run");
    publishPoints(1, 1, training(200));

    openChart("");

    eventually(
        () ->
            assertThat(browser.texts("#facts li"))
                .contains(
                    "on gpu-01",
                    "template digits",
                    "attempt 1",
                    "13 min 20 sec remaining; in nine of ten cases between 11 min 40 sec and 16 min"
                        + " 40 sec")
                .anyMatch(fact -> fact.startsWith("last updated")));
  }

  @Test
  void showsTheNearestEarlierEvaluationAndSaysWhereItWas() {
    publishPoints(
        1,
        1,
        IntStream.rangeClosed(1, 200).mapToObj(Samples::training).toArray(MetricPoint[]::new));
    publishPoints(1, 2, evaluation(100, 0.83));

    openDrawnChart("");

    assertThat(browser.pointAt(1.0))
        .containsEntry("Iteration", "200")
        .containsEntry("Average precision (AP)", "0.8300 (iteration 100)");
  }

  @Test
  void opensOneAfterTheOtherAndGoesOnWhereItIsComeBackTo() {
    publishRunning("digits-run");
    publishPoints(1, 1, training(1));
    // More than the connections that a browser opens to a host.
    for (var visit = 0; visit < 10; visit++) {
      openDrawnChart("?visit=" + visit);
    }

    browser.go(server.resolve("/monitoring"));
    browser.back();
    publishPoints(1, 2, training(2));

    eventually(() -> assertThat(browser.list("#header").get("Iter")).startsWith("2 /"));
  }

  @Test
  void showsANameThatLooksLikeMarkupAsText() {
    var name = "<img src=x onerror=\"window.harmed = true\">";
    publishRunning(name);
    publishPoints(1, 1, training(1));

    openChart("");

    eventually(() -> assertThat(browser.text("#name")).isEqualTo(name));
    browser.click("#events-details summary");
    eventually(
        () ->
            assertThat(browser.texts("#events tbody td")).anyMatch(text -> text.startsWith(name)));
    browser.go(server.resolve("/monitoring"));
    eventually(() -> assertThat(browser.texts("#processes tbody a")).contains(name));
    assertThat(browser.run("return document.images.length + (window.harmed ? 1 : 0)"))
        .isEqualTo(0L);
  }

  @Test
  void showsASpikeOfOnePointOfAMillion() throws Exception {
    var sequence = 1;
    for (var from = 1; from <= 1_000_000; from += 5_000) {
      publishPoints(
          1,
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

    openChart("");
    eventually(() -> assertThat(browser.pixels(BLUE)).as("blue: loss").isGreaterThan(300));
    // A pixel is some 900 iterations wide.
    assertThat(
            DoubleStream.iterate(0.7765, share -> share < 0.779, share -> share + 0.0005)
                .mapToObj(browser::pointAt))
        .anySatisfy(
            values ->
                assertThat(values)
                    .containsEntry("Iteration", "777,777")
                    .containsEntry("Train loss", "88"));
    browser.screenshot("a-million-points");
    browser.zoom(0.775, 0.78);
    eventually(
        () -> assertThat(browser.requests()).anyMatch(each -> each.contains("fromIteration=77")));
    browser.screenshot("a-million-points-zoomed");
  }
}
