package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.metrics.MetricPoint;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules by which a run looks bad, as the browser computes them, and how they are said. */
@QuarkusTest
class ChartHintsIT extends PageTest {
  /** Curves of 1,000 iterations with noise of a seed: a loss every 5, an evaluation every 50. */
  private static final String CURVES =
      """
      const [lossOf, precisionOf] = [LOSS, PRECISION];
      const [until, seed] = arguments;
      let state = seed;
      const random = () => {
        state = (state * 1664525 + 1013904223) % 4294967296;
        return (state + 1) / 4294967297;
      };
      const noise = () =>
          Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
      for (let i = 0; i < 20; i++) random();
      const points = [];
      for (let iteration = 5; iteration <= until * 1000; iteration += 5) {
        const done = iteration / 1000;
        const point = { iteration, trainLoss: lossOf(done, random) * Math.exp(0.2 * noise()) };
        if (iteration % 50 === 0) point.averagePrecision = precisionOf(done) + 0.01 * noise();
        points.push(point);
      }
      return import(location.origin + '/monitoring/assets/hints.js')
          .then(module => module.hints(points, { iterations: 1000 }));
      """;

  private static final String FALLING = "done => 2.3 * Math.exp(-5 * done) + 0.08";
  private static final String RISING = "done => 0.97 - 0.75 * Math.exp(-6 * done)";

  @BeforeEach
  void openAnyPage() {
    publishRunning("digits-run");
    openChart("");
  }

  @Test
  void saysNothingOfAHealthyNoisyRunAtAnyTime() {
    for (var seed = 1; seed <= 20; seed++) {
      for (var until : List.of(0.05, 0.15, 0.2, 0.3, 0.5, 0.8, 1.0)) {
        assertThat(hints(FALLING, RISING, until, seed))
            .as("seed %d, until %s", seed, until)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lossNotFalling   | () => 2.3                                                      | %2$s
          lossJumping      | (done, random) => (%1$s)(done) + (random() < 0.12 ? 2.5 : 0)   | %2$s
          precisionStalled | %1$s                                                           | () => 0.6
          overfitting      | %1$s | done => done < 0.4 ? 0.5 + done : 0.9 - (done - 0.4) / 2
          """)
  void namesWhatLooksBad(String rule, String loss, String precision) {
    for (var seed = 1; seed <= 5; seed++) {
      assertThat(hints(filled(loss), filled(precision), 1.0, seed))
          .as("seed %d", seed)
          .containsExactly(rule);
    }
  }

  @Test
  void saysNothingInTheFirstIterations() {
    assertThat(hints("() => 2.3", "() => 0.2", 0.14, 1)).isEmpty();
  }

  @Test
  void saysNothingOfALossThatIsAsLowAsItCanBe() {
    assertThat(hints("() => 0.02", "() => 0.98", 1.0, 1)).isEmpty();
  }

  @Test
  void saysInWordsWhatToChange() throws Exception {
    assertThat(browser.shows("#hints-section")).isFalse();

    publishPoints(1, 1, TrainingCurves.level(1, 400, 2.3));

    eventually(
        () ->
            assertThat(browser.texts("#hints li"))
                .singleElement()
                .asString()
                .contains("The loss does not fall.", "higher learning rate"));
    browser.screenshot("hints");
  }

  @Test
  void saysNothingOnThePageOfAHealthyRun() {
    MetricPoint[] points = TrainingCurves.healthy(1_000, 1_000);
    publishPoints(1, 1, points);

    eventually(() -> assertThat(browser.list("#header")).containsEntry("Iter", "1000 / 1000"));
    assertThat(browser.shows("#hints-section")).isFalse();
  }

  private static String filled(String curve) {
    return curve.formatted(FALLING, RISING);
  }

  @SuppressWarnings("unchecked")
  private static List<String> hints(String loss, String precision, double until, int seed) {
    return (List<String>)
        browser.run(CURVES.replace("LOSS", loss).replace("PRECISION", precision), until, seed);
  }
}
