package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Other runs of the template beside the one that is looked at. */
@QuarkusTest
class ComparisonIT extends PageTest {
  private static final String FIRST_COLOUR = "#8250df";
  private static final String SECOND_COLOUR = "#9a6700";

  private final UUID other = UUID.randomUUID();

  @Test
  void drawsAnotherRunOfTheTemplateBesideThisOne() throws Exception {
    publishRunning("this run");
    publishPoints(1, 1, TrainingCurves.level(1, 200, 1.0));
    publish(other, "other run", ProcessStatus.SUCCEEDED, 1, null);
    publishPoints(other, 1, 1, TrainingCurves.level(1, 300, 0.4));
    openDrawnChart("");
    eventually(() -> assertThat(browser.shows("#comparison-details summary")).isTrue());
    assertThat(browser.pixels(FIRST_COLOUR)).isZero();

    browser.click("#comparison-details summary");
    eventually(() -> assertThat(browser.texts("#others button")).containsExactly("other run"));
    browser.click("#others button");

    eventually(() -> assertThat(browser.pixels(FIRST_COLOUR)).isGreaterThan(300));
    assertThat(browser.pixels(BLUE)).as("its own loss").isGreaterThan(300);
    assertThat(browser.pointAt(0.5))
        .containsEntry("Train loss", "1")
        .containsEntry("other run", "loss 0.4, AP –");
    browser.screenshot("comparison");

    browser.click("#others button");
    eventually(() -> assertThat(browser.pixels(FIRST_COLOUR)).isZero());
    assertThat(browser.pointAt(0.5)).doesNotContainKey("other run");
  }

  @Test
  void drawsRunsThatAreChosenAtTheSameMomentInColoursOfTheirOwn() {
    publishRunning("this run");
    publishPoints(1, 1, TrainingCurves.level(1, 200, 1.0));
    var third = UUID.randomUUID();
    publish(other, "other run", ProcessStatus.SUCCEEDED, 1, null);
    publish(third, "third run", ProcessStatus.SUCCEEDED, 1, null);
    publishPoints(other, 1, 1, TrainingCurves.level(1, 200, 0.4));
    publishPoints(third, 1, 1, TrainingCurves.level(1, 200, 0.6));
    openDrawnChart("");
    eventually(() -> assertThat(browser.shows("#comparison-details summary")).isTrue());
    browser.click("#comparison-details summary");
    eventually(() -> assertThat(browser.texts("#others button")).hasSize(2));

    browser.run("document.querySelectorAll('#others button').forEach((each) => each.click())");

    eventually(
        () ->
            assertThat(browser.pointAt(0.5))
                .containsEntry("other run", "loss 0.4, AP –")
                .containsEntry("third run", "loss 0.6, AP –"));
    eventually(
        () -> {
          assertThat(browser.pixels(FIRST_COLOUR)).isGreaterThan(300);
          assertThat(browser.pixels(SECOND_COLOUR)).isGreaterThan(300);
        });
  }

  @Test
  void saysThatTheTemplateHasNoOtherRun() {
    publishRunning("only run");
    publishPoints(1, 1, TrainingCurves.level(1, 20, 1.0));
    openDrawnChart("");
    eventually(() -> assertThat(browser.shows("#comparison-details summary")).isTrue());

    browser.click("#comparison-details summary");

    eventually(
        () ->
            assertThat(browser.text("#no-others")).isEqualTo("The template has no other run yet."));
  }
}
