package dev.trainyard.kit.testing.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.Documented;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The settings of a module as its sources have them, the table of them in docs/configuration.md,
 * and the list of their names that services look at when they start. {@code
 * -Dtrainyard.docs.write=true} writes both anew.
 */
public final class SettingsDocumentation {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path RESOURCES = Path.of("src", "main", "resources");
  private static final Path NAMES =
      Path.of("libs/service-kit/src/main/resources/META-INF/trainyard-settings");

  private SettingsDocumentation() {}

  /**
   * Fails if the page or the list says something else than the sources.
   *
   * @param root the project's folder, from the module's
   * @param table the table's name in the page
   */
  public static void require(Path root, String table) throws IOException {
    var defaults = new Properties();
    for (var file : List.of("META-INF/microprofile-config.properties", "application.properties")) {
      if (Files.exists(RESOURCES.resolve(file))) {
        try (var properties = Files.newBufferedReader(RESOURCES.resolve(file))) {
          defaults.load(properties);
        }
      }
    }
    var settings = SettingsReader.read(SOURCES, defaults);
    assertThat(settings).isNotEmpty();
    requireNames(root, table, settings);
    var rows = new ArrayList<String>();
    rows.add("| setting | kind | default | meaning |");
    rows.add("| --- | --- | --- | --- |");
    settings.forEach(setting -> rows.add(setting.row()));
    Documented.table(root.resolve("docs/configuration.md"), table).require(rows);
  }

  /** The module's own names in the kit's list, between a line of its own and the next one. */
  private static void requireNames(Path root, String table, List<Setting> settings)
      throws IOException {
    var list = root.resolve(NAMES);
    var lines = Files.readAllLines(list);
    var begin = lines.indexOf("# " + table) + 1;
    assertThat(begin).as("%s has a line '# %s'", list, table).isPositive();
    var end = begin;
    while (end < lines.size() && !lines.get(end).startsWith("#")) {
      end++;
    }
    var names = settings.stream().map(Setting::name).toList();
    if (Boolean.getBoolean("trainyard.docs.write")) {
      var written = new ArrayList<>(lines.subList(0, begin));
      written.addAll(names);
      written.addAll(lines.subList(end, lines.size()));
      Files.write(list, written);
    } else {
      assertThat(lines.subList(begin, end))
          .as("%s: write it anew with -Dtrainyard.docs.write=true", list)
          .isEqualTo(names);
    }
  }
}
