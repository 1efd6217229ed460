package dev.trainyard.monitoring.page;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dictionaries of the pages: complete, and without what nothing asks for. */
class PageTextsTest {
  private static final Path RESOURCES = Path.of("src", "main", "resources");
  private static final Path ASSETS = RESOURCES.resolve("META-INF/resources/monitoring/assets");
  private static final Pattern TEXT =
      Pattern.compile("^ {2}\"([\\w.]+)\":\\s*(.*?),$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\\{\\w+\\}");
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:text|nodes)\\(\"([\\w.]+)\"|data-(?:text|label|title|placeholder)=\"([\\w.]+)\"");

  private final Map<String, String> english = texts("en.js");
  private final Map<String, String> russian = texts("ru.js");
  private final String sources = sources();

  @Test
  void haveTheSameKeysInBothLanguages() {
    assertThat(english).hasSizeGreaterThan(150);
    assertThat(russian).containsOnlyKeys(english.keySet());
  }

  @Test
  void putTheSameValuesIntoTheTextsOfBothLanguages() {
    english.forEach(
        (key, text) -> assertThat(names(russian.get(key))).as(key).isEqualTo(names(text)));
  }

  @Test
  void haveNoTextThatNothingAsksFor() {
    assertThat(english.keySet()).allMatch(this::isUsed);
  }

  @Test
  void haveEveryTextThatIsAskedFor() {
    assertThat(ASKED.matcher(sources).results().map(PageTextsTest::key))
        .hasSizeGreaterThan(50)
        .allMatch(english::containsKey);
  }

  /** By its name, or by one made of a constant beginning and a name from data. */
  private boolean isUsed(String key) {
    var beginning = key.substring(0, key.lastIndexOf('.'));
    return sources.contains('"' + key + '"')
        || sources.contains('`' + beginning + ".${")
        || key.endsWith(".help") && sources.contains('"' + beginning + '"');
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static String key(MatchResult match) {
    return match.group(1) != null ? match.group(1) : match.group(2);
  }

  private static Map<String, String> texts(String file) {
    return TEXT.matcher(read(ASSETS.resolve("texts").resolve(file)))
        .results()
        .collect(
            toMap(
                match -> match.group(1),
                match -> match.group(2),
                (one, other) -> {
                  throw new IllegalStateException("twice: " + one);
                },
                TreeMap::new));
  }

  private static String sources() {
    try (var scripts = Files.list(ASSETS);
        var pages = Files.list(RESOURCES.resolve("pages"))) {
      return Stream.concat(scripts.filter(file -> file.toString().endsWith(".js")), pages)
          .map(PageTextsTest::read)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
