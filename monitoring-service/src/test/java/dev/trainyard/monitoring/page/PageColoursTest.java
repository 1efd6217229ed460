package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the colours of the pages can be told from what is behind them, as WCAG 2 counts it. */
class PageColoursTest {
  private static final Path ASSETS =
      Path.of("src", "main", "resources", "META-INF", "resources", "monitoring", "assets");
  private static final Pattern COLOUR = Pattern.compile("--([\\w-]+): #([0-9a-f]{3,6})");

  /** For texts, level AA. */
  private static final double ENOUGH_FOR_TEXT = 4.5;

  private static final double ENOUGH_FOR_LINES = 3;

  @ParameterizedTest
  @ValueSource(strings = {"style.css", "dark.css"})
  void canBeReadAndSeen(String styleSheet) throws IOException {
    var colours =
        COLOUR
            .matcher(Files.readString(ASSETS.resolve(styleSheet)))
            .results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));

    for (var text : List.of("text", "muted", "link")) {
      assertThat(contrast(colours, text, "page")).as(text).isGreaterThan(ENOUGH_FOR_TEXT);
    }
    for (var text : List.of("text", "muted", "link", "rate", "loss", "precision")) {
      assertThat(contrast(colours, text, "card")).as(text).isGreaterThan(ENOUGH_FOR_TEXT);
    }
    for (var line : List.of("other-1", "other-2", "other-3", "other-4")) {
      assertThat(contrast(colours, line, "card")).as(line).isGreaterThan(ENOUGH_FOR_LINES);
    }
    for (var line : List.of("rate", "loss", "precision")) {
      assertThat(contrast(colours, line, "gap")).as(line).isGreaterThan(ENOUGH_FOR_LINES);
    }
  }

  private static double contrast(Map<String, String> colours, String one, String other) {
    var first = luminance(colours.get(one));
    var second = luminance(colours.get(other));
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(String hex) {
    var full = hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1");
    return 0.2126 * light(full, 0) + 0.7152 * light(full, 2) + 0.0722 * light(full, 4);
  }

  private static double light(String hex, int from) {
    var share = Integer.parseInt(hex.substring(from, from + 2), 16) / 255.0;
    return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
