package dev.trainyard.kit.testing.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A setting of a service.
 *
 * @param name of the property; ends with {@code .*} where any names may follow
 * @param type of its value, without {@code Optional}
 * @param allowed its values in words; empty if it may be any of its type
 * @param meaning what its interface says of it, in Markdown
 * @param defaultValue as it is written where it is given; null without
 */
record Setting(
    String name, String type, Optional<String> allowed, String meaning, String defaultValue) {
  private static final Pattern SIZE = Pattern.compile("(\\d+)([KMGT]?)");

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("Duration", "time"),
          Map.entry("MemorySize", "size"),
          Map.entry("int", "number"),
          Map.entry("long", "number"),
          Map.entry("short", "number"),
          Map.entry("double", "number"),
          Map.entry("boolean", "yes or no"),
          Map.entry("Boolean", "yes or no"),
          Map.entry("Path", "file or folder"),
          Map.entry("URI", "address"),
          Map.entry("UUID", "id"),
          Map.entry("List", "list"),
          Map.entry("Set", "list"),
          Map.entry("Map", "list"));

  /** A row of the table of settings. */
  String row() {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            name,
            KINDS.getOrDefault(type, "text") + allowed.map(values -> ", " + values).orElse(""),
            shownDefault(),
            meaning);
  }

  private String shownDefault() {
    if (defaultValue == null || defaultValue.isEmpty()) {
      return "–";
    }
    return switch (type) {
      case "Duration" -> text(DurationConverter.parseDuration(defaultValue));
      case "MemorySize" -> size(defaultValue);
      default -> "`" + defaultValue + "`";
    };
  }

  private static String text(Duration time) {
    if (time.isZero()) {
      return "0";
    }
    var millis = time.toMillis();
    for (var unit :
        Map.of("d", 86_400_000L, "h", 3_600_000L, "min", 60_000L, "s", 1_000L, "ms", 1L)
            .entrySet()
            .stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList()) {
      if (millis % unit.getValue() == 0) {
        return millis / unit.getValue() + " " + unit.getKey();
      }
    }
    throw new AssertionError(time + " has less than a millisecond");
  }

  private static String size(String value) {
    var size = SIZE.matcher(value);
    if (!size.matches()) {
      throw new AssertionError(value + " is no size");
    }
    return size.group(1) + " " + (size.group(2).isEmpty() ? "" : size.group(2) + "i") + "B";
  }
}
