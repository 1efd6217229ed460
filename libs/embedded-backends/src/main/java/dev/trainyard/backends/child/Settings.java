package dev.trainyard.backends.child;

import java.nio.file.Path;
import java.util.Properties;

/**
 * What the parent JVM asked for.
 *
 * @param directory the data directory
 * @param temporary whether the data directory is deleted at the end
 * @param libraries the directory of the unpacked libraries
 * @param host the address to bind
 * @param port the port; 0 for a free one
 * @param values the settings of one kind of server
 */
record Settings(
    Path directory, boolean temporary, Path libraries, String host, int port, Properties values) {

  static Settings of(Properties values) {
    return new Settings(
        Path.of(values.getProperty("directory")),
        Boolean.parseBoolean(values.getProperty("temporary")),
        Path.of(values.getProperty("libraries")),
        values.getProperty("host"),
        Integer.parseInt(values.getProperty("port")),
        values);
  }

  String value(String name) {
    return values.getProperty(name);
  }
}
