package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages in light and dark colours. */
@QuarkusTest
class PageThemeIT extends PageTest {
  private static final String DARK_BLUE = "#58a6ff";
  private static final String DARK_CARD = "rgb(22, 27, 34)";
  private static final String LIGHT_CARD = "rgb(255, 255, 255)";

  @BeforeEach
  void publishARun() {
    publishRunning("digits-run");
    publishPoints(1, 1, TrainingCurves.healthy(1_000, 600));
  }

  @Test
  void followsTheSystemWhileThePageIsOpen() {
    openDrawnChart("");
    assertThat(card()).isEqualTo(LIGHT_CARD);
    eventually(() -> assertThat(browser.pixels(BLUE)).isPositive());

    browser.preferColors("dark");

    eventually(() -> assertThat(card()).isEqualTo(DARK_CARD));
    eventually(
        () -> {
          assertThat(browser.pixels("#3fb950")).as("green: learning rate").isPositive();
          assertThat(browser.pixels(DARK_BLUE)).as("blue: loss").isPositive();
          assertThat(browser.pixels("#ff6b6b")).as("red: precision").isPositive();
        });
  }

  @Test
  void isAsTheUserChoseWhateverTheSystemIs() throws Exception {
    openDrawnChart("?lang=ru");
    browser.choose("#theme", "dark");
    eventually(() -> assertThat(card()).isEqualTo(DARK_CARD));
    eventually(() -> assertThat(browser.pixels(DARK_BLUE)).isPositive());
    eventually(() -> assertThat(browser.shows("#live.on")).isTrue());
    browser.screenshot("chart-russian-dark");

    browser.preferColors("dark");
    browser.choose("#theme", "light");
    browser.reload();
    eventually(() -> assertThat(browser.pixels(BLUE)).isPositive());
    assertThat(card()).isEqualTo(LIGHT_CARD);
    browser.go(server.resolve("/monitoring?lang=en"));
    assertThat(card()).isEqualTo(LIGHT_CARD);
    openDrawnChart("");
    eventually(() -> assertThat(browser.shows("#live.on")).isTrue());
    browser.screenshot("chart-english-light");
  }

  private static Object card() {
    return browser.run("return getComputedStyle(document.querySelector('header')).backgroundColor");
  }
}
