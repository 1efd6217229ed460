package dev.trainyard.kit.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of all settings that begin with {@code trainyard}, of all services. Tests of each
 * module compare them with the code. Immutable.
 */
final class KnownSettings {
  /** One name a line; a name that ends with {@code .*} has any names below it. */
  private static final String RESOURCE = "/META-INF/trainyard-settings";

  private static final String OURS = "trainyard.";
  private static final String OURS_AS_VARIABLE = "TRAINYARD_";
  private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");
  private static final Pattern INDEX_OF_VARIABLE = Pattern.compile("_\\d+_$");

  private final Set<String> names;
  private final Set<String> beginnings;

  KnownSettings(Collection<String> names) {
    this.names = new HashSet<>();
    beginnings = new HashSet<>();
    for (var name : names) {
      if (name.endsWith(".*")) {
        add(beginnings, name.substring(0, name.length() - 1));
      } else {
        add(this.names, name);
      }
    }
  }

  /** Both ways to write it. */
  private static void add(Set<String> names, String name) {
    names.add(name);
    names.add(variable(name));
  }

  /** Those of all services, so that all can be given the same. */
  static KnownSettings load() {
    try (var file = KnownSettings.class.getResourceAsStream(RESOURCE);
        var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return new KnownSettings(lines.lines().filter(line -> !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the name begins as ours do and is none of them.
   *
   * @param name of a property or of an environment variable, for all profiles or for one
   */
  boolean isMistaken(String name) {
    var plain = INDEX.matcher(PROFILE.matcher(name).replaceFirst("")).replaceFirst("");
    return (plain.startsWith(OURS) || plain.startsWith(OURS_AS_VARIABLE))
        && !names.contains(plain)
        && !names.contains(INDEX_OF_VARIABLE.matcher(plain).replaceFirst(""))
        && beginnings.stream().noneMatch(plain::startsWith);
  }

  /** A name as an environment variable. */
  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
