package dev.trainyard.monitoring.page;

import static dev.trainyard.monitoring.Samples.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What the chart marks beside the curves: lost reports, and attempts. */
@QuarkusTest
class ChartMarksIT extends PageTest {

  @Test
  void shadesWhereReportsWereLostAndSaysHowMany() throws Exception {
    publishRunning("digits-run");
    publishPoints(1, 1, TrainingCurves.level(1, 100, 1.0));
    publishPoints(1, 4, TrainingCurves.level(201, 300, 1.0));

    openDrawnChart("");

    eventually(
        () ->
            assertThat(browser.texts("#gaps li"))
                .containsExactly("Reports lost: 2, between iterations 100 and 201"));
    assertThat(browser.pixels("#f5e0b8")).as("shaded area").isGreaterThan(10_000);
    browser.pointAt(0.5);
    assertThat(browser.text("#chart .tip"))
        .isEqualTo("Reports lost: 2, between iterations 100 and 201");
    browser.screenshot("lost-reports");
    browser.pointAt(0.1);
    assertThat(browser.shows("#chart .tip")).isFalse();
  }

  @Test
  void marksCheckpointsAlsoWhileTheyCome() {
    publishRunning("digits-run");
    publishPoints(1, 1, TrainingCurves.level(1, 100, 1.0));
    publishPoints(1, 2, TrainingCurves.afterCheckpoint(101, 51));
    openDrawnChart("#x=iteration");
    eventually(
        () -> {
          browser.pointAt(0.5);
          assertThat(browser.text("#chart .tip")).isEqualTo("checkpoint of iteration 51");
        });

    publishPoints(1, 3, TrainingCurves.afterCheckpoint(201, 101));

    eventually(
        () -> {
          browser.pointAt(0.5);
          assertThat(browser.text("#chart .tip")).isEqualTo("checkpoint of iteration 101");
        });
  }

  @Test
  void marksWhereAnAttemptBeginsAndLetsEarlierOnesBeChosen() {
    publish(processId, "digits-run", ProcessStatus.RUNNING, 2, null);
    publishPoints(1, 1, TrainingCurves.level(1, 150, 1.0));
    publishPoints(2, 1, TrainingCurves.level(120, 200, 0.5));

    openDrawnChart("");

    eventually(() -> assertThat(browser.texts("#attempts option")).containsExactly("1", "2"));
    assertThat(browser.pointAt(0)).containsEntry("Iteration", "120");
    assertThat(browser.text("#chart .tip")).isEqualTo("attempt 2 begins");

    browser.choose("#attempts select", "1");
    eventually(
        () ->
            assertThat(browser.pointAt(1))
                .containsEntry("Iteration", "150")
                .containsEntry("Train loss", "1"));
    // It is not the newest, but the one that was asked for: what comes of the newest leaves it.
    publishPoints(2, 2, training(201));
    eventually(() -> assertThat(browser.list("#header")).containsEntry("Iter", "201 / ?"));
    assertThat(browser.pointAt(1)).containsEntry("Iteration", "150");
  }
}
