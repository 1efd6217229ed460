package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The x axis of the chart, with a run whose second half was slow: 100 iterations at a second each,
 * then 100 at nine seconds each, so that every axis has another middle.
 */
@QuarkusTest
class ChartAxisIT extends PageTest {
  private static final Pattern ZOOMED = Pattern.compile("fromIteration=(\\d+)&toIteration=(\\d+)");

  @BeforeEach
  void publishARunThatBecomesSlow() {
    publishRunning("slow-run");
    publishPoints(
        1,
        1,
        IntStream.rangeClosed(1, 200)
            .mapToObj(
                iteration ->
                    Samples.point(
                        iteration,
                        Samples.at(iteration <= 100 ? iteration : 100 + 9 * (iteration - 100)),
                        0.005,
                        1.0 / iteration,
                        null))
            .toArray(MetricPoint[]::new));
  }

  @Test
  void countsInEpochsUntilTheUserChoosesOtherwise() {
    openDrawnChart("");

    assertThat(pressed()).isEqualTo("Epoch");
    assertThat(iterationAt(0.5)).isCloseTo(100, within(2));

    browser.click("#axes [data-axis=time]");
    assertThat(iterationAt(0.5)).isCloseTo(144, within(2));
    assertThat(browser.run("return location.hash")).isEqualTo("#x=time");

    browser.click("#axes [data-axis=iteration]");
    assertThat(iterationAt(0.5)).isCloseTo(100, within(2));
  }

  @Test
  void remembersTheChoiceUnlessTheAddressSaysOtherwise() {
    openDrawnChart("");
    browser.click("#axes [data-axis=time]");

    browser.go(server.resolve("/monitoring"));
    openDrawnChart("");
    assertThat(pressed()).isEqualTo("Time");

    browser.go(server.resolve("/monitoring"));
    openDrawnChart("#x=iteration");
    assertThat(pressed()).isEqualTo("Iteration");
  }

  @Test
  void looksCloserOnEveryAxisAndKeepsWhatIsShownWhenTheAxisChanges() {
    openDrawnChart("#x=time");

    browser.zoom(0.6, 0.9);

    eventually(
        () -> {
          var asked =
              browser.requests().stream()
                  .flatMap(request -> ZOOMED.matcher(request).results())
                  .toList();
          assertThat(asked).isNotEmpty();
          assertThat(Integer.parseInt(asked.get(0).group(1))).isCloseTo(156, within(2));
          assertThat(Integer.parseInt(asked.get(0).group(2))).isCloseTo(189, within(2));
        });
    browser.click("#axes [data-axis=epoch]");
    assertThat(iterationAt(0)).isCloseTo(156, within(2));
    assertThat(iterationAt(1)).isCloseTo(189, within(2));

    browser.click("#reset");
    assertThat(iterationAt(0)).isEqualTo(1);
    assertThat(iterationAt(1)).isEqualTo(200);
    assertThat(browser.shows("#reset")).isFalse();
  }

  private String pressed() {
    return browser.text("#axes [aria-pressed=true]");
  }

  private static int iterationAt(double share) {
    return Integer.parseInt(browser.pointAt(share).get("Iteration"));
  }
}
