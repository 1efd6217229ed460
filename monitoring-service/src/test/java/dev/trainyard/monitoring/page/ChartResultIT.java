package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the page shows of a run that has ended. */
@QuarkusTest
class ChartResultIT extends PageTest {

  @Test
  void showsTheFiguresOfEachClassAndTheConfusionMatrixOnceItHasSucceeded() throws Exception {
    publishRunning("digits-run");
    publishPoints(1, 1, TrainingCurves.healthy(1_000, 1_000));
    openDrawnChart("");
    assertThat(browser.shows("#result")).isFalse();

    publish(processId, "digits-run", ProcessStatus.SUCCEEDED, 1, UUID.randomUUID());

    eventually(
        () ->
            assertThat(browser.texts("#classes tbody th"))
                .containsExactly("circles", "<b>squares</b>", "stars"));
    assertThat(browser.texts("#classes tbody tr:nth-child(2) td"))
        .containsExactly("8", "0.875", "0.875", "0.875", "0.912");
    assertThat(browser.texts("#confusion thead th"))
        .containsExactly("True class", "circles", "<b>squares</b>", "stars");
    assertThat(browser.texts("#confusion tbody td"))
        .containsExactly("9", "1", "0", "1", "7", "0", "0", "0", "12");
    browser.run("document.getElementById('result').scrollIntoView()");
    browser.screenshot("result");
  }

  @Test
  void hasNoResultOfARunThatWasStopped() {
    publish(processId, "digits-run", ProcessStatus.STOPPED, 1, null);
    publishPoints(1, 1, TrainingCurves.level(1, 20, 1.0));

    openDrawnChart("");

    eventually(() -> assertThat(browser.text("#status")).isEqualTo("stopped"));
    assertThat(browser.shows("#result")).isFalse();
  }
}
