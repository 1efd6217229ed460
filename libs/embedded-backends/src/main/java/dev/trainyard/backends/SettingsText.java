package dev.trainyard.backends;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The settings as they travel to a child: over its standard input, since a command line can be read
 * by every user of the machine and settings hold secrets.
 */
public final class SettingsText {

  private static final String END = "#END";

  private SettingsText() {}

  /** The properties as lines, ended by a line that no property can be. */
  public static String write(Properties settings) {
    StringWriter text = new StringWriter();
    try {
      settings.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + END + "\n";
  }

  /** Reads what {@link #write} wrote and leaves the reader after it. */
  public static Properties read(BufferedReader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = reader.readLine(); !END.equals(line); line = reader.readLine()) {
      if (line == null) {
        throw new IOException("The settings ended early");
      }
      text.append(line).append('\n');
    }
    Properties settings = new Properties();
    settings.load(new StringReader(text.toString()));
    return settings;
  }
}
