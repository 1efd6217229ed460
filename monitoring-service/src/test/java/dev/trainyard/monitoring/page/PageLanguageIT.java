package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages in English and Russian. */
@QuarkusTest
class PageLanguageIT extends PageTest {
  private static final Pattern CYRILLIC = Pattern.compile("[А-Яа-яЁё]");
  private static final Pattern LATIN = Pattern.compile("[A-Za-z_]{2,}");

  /** What is written so in Russian too. */
  private static final List<String> INTERNATIONAL = List.of("AP", "LR", "t_loss");

  @BeforeEach
  void publishARun() {
    publishRunning("digits-run");
    publishPoints(1, 1, TrainingCurves.healthy(1_000, 600));
  }

  @Test
  void leavesNoTextInTheOtherLanguage() throws Exception {
    openDrawnChart("?lang=ru");
    eventually(() -> assertThat(browser.text("#status")).isEqualTo("работает"));
    browser.click("#events-details summary");
    eventually(() -> assertThat(browser.texts("#events tbody tr")).isNotEmpty());
    assertThat(words()).isNotEmpty().allSatisfy(PageLanguageIT::isRussian);

    browser.go(server.resolve("/monitoring?lang=ru"));
    eventually(() -> assertThat(browser.texts("#channels tbody tr")).hasSize(4));
    assertThat(words()).isNotEmpty().allSatisfy(PageLanguageIT::isRussian);
    browser.screenshot("overview-russian");

    openDrawnChart("?lang=en");
    eventually(() -> assertThat(browser.text("#status")).isEqualTo("running"));
    assertThat(words()).isNotEmpty().allSatisfy(PageLanguageIT::isEnglish);

    browser.go(server.resolve("/monitoring?lang=en"));
    eventually(() -> assertThat(browser.texts("#channels tbody tr")).hasSize(4));
    assertThat(words()).isNotEmpty().allSatisfy(PageLanguageIT::isEnglish);
  }

  @Test
  void writesNumbersAsTheLanguageDoes() {
    openDrawnChart("?lang=ru");

    eventually(
        () ->
            assertThat(browser.list("#header"))
                .containsKeys("AP", "t_loss", "LR", "Изображения", "Размер пакета", "Итерация")
                .containsKeys("Эпоха", "Устройство")
                .containsEntry("Эпоха", "12,00"));
    assertThat(browser.run("return document.documentElement.lang")).isEqualTo("ru");
  }

  @Test
  void remembersTheLanguageThatWasChosen() {
    openDrawnChart("");
    assertThat(browser.text("#chart-title")).isEqualTo("Training curves");

    browser.choose("#language", "ru");
    eventually(() -> assertThat(browser.text("#chart-title")).isEqualTo("Кривые обучения"));

    browser.go(server.resolve("/monitoring"));
    assertThat(browser.text("#processes-title")).isEqualTo("Процессы");
  }

  private static void isEnglish(String words) {
    assertThat(words).doesNotContainPattern(CYRILLIC);
  }

  private static void isRussian(String words) {
    assertThat(LATIN.matcher(words).results().map(match -> match.group()))
        .as(words)
        .allMatch(INTERNATIONAL::contains);
  }

  /** All texts of the page, hidden ones too, without what is data and the same in all languages. */
  @SuppressWarnings("unchecked")
  private static List<String> words() {
    return (List<String>)
        browser.run(
            """
            for (const each of document.querySelectorAll('details')) each.open = true;
            const isText = (element) => !element.closest('[translate=no], script');
            const found = [];
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
              if (isText(texts.currentNode.parentElement)) found.push(texts.currentNode.data);
            }
            for (const name of ['aria-label', 'title', 'placeholder']) {
              for (const each of document.querySelectorAll(`[${name}]`)) {
                if (isText(each)) found.push(each.getAttribute(name));
              }
            }
            return found.map((each) => each.trim()).filter(Boolean);
            """);
  }
}
