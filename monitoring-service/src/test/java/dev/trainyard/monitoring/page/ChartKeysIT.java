package dev.trainyard.monitoring.page;

import static dev.trainyard.monitoring.Samples.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The chart for who does not use a mouse, or does not see it. */
@QuarkusTest
class ChartKeysIT extends PageTest {

  @BeforeEach
  void openChartAndGoToIt() {
    publishRunning("digits-run");
    publishPoints(
        1,
        1,
        IntStream.rangeClosed(1, 200).mapToObj(Samples::training).toArray(MetricPoint[]::new));
    publishPoints(1, 2, evaluation(100, 0.83));
    openDrawnChart("");
    browser.run("document.getElementById('chart').focus()");
  }

  @Test
  void movesTheCursorAndSaysWhatIsThere() {
    browser.press(Keys.HOME);
    assertThat(iteration()).isEqualTo("1");
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    assertThat(iteration()).isEqualTo("4");
    browser.pressWith(Keys.SHIFT, Keys.ARROW_RIGHT);
    assertThat(iteration()).isEqualTo("14");
    browser.press(Keys.ARROW_LEFT);
    assertThat(iteration()).isEqualTo("13");
    assertThat(browser.run("return document.getElementById('spoken').textContent"))
        .asString()
        .contains("Iteration", "13", "Train loss", "0.07692");
    browser.press(Keys.END);
    assertThat(iteration()).isEqualTo("200");
  }

  @Test
  void looksCloserAndBack() {
    browser.press(Keys.END);
    browser.press("+");
    assertThat(browser.shows("#reset")).isTrue();
    browser.press(Keys.HOME);
    assertThat(Integer.parseInt(iteration())).isBetween(99, 102);

    browser.press("0");
    assertThat(browser.shows("#reset")).isFalse();
    browser.press(Keys.HOME);
    assertThat(iteration()).isEqualTo("1");
  }

  @Test
  void choosesTheAxisAndTheCurves() {
    browser.press("t");
    assertThat(browser.text("#axes [aria-pressed=true]")).isEqualTo("Time");

    var shown = browser.pixels(BLUE);
    browser.press("2");
    assertThat(browser.texts("#curves [aria-pressed=false]")).containsExactly("Train loss");
    // What stays blue are the numbers of its axis.
    eventually(() -> assertThat(browser.pixels(BLUE)).isLessThan(shown / 2));
    browser.click("#curves [aria-pressed=false]");
    assertThat(browser.shows("#curves [aria-pressed=false]")).isFalse();
  }

  @Test
  void listsTheKeys() {
    browser.press("?");
    assertThat(browser.shows("#keys")).isTrue();
    assertThat(browser.texts("#keys-list dd")).hasSize(9).doesNotContain("");

    browser.press(Keys.ESCAPE);
    assertThat(browser.shows("#keys")).isFalse();
  }

  @Test
  void hasTheCurvesAsATable() {
    browser.click("#values-details summary");

    eventually(() -> assertThat(browser.texts("#values tbody tr")).hasSize(50));
    assertThat(browser.text("#values caption")).contains("50 of 200 points");
    assertThat(browser.texts("#values thead th[scope=col]")).hasSize(8).contains("Train loss");
    assertThat(browser.texts("#values tbody th[scope=row]")).startsWith("1").endsWith("200");
  }

  private static String iteration() {
    return browser.list("#readout").get("Iteration");
  }
}
