package dev.trainyard.kit.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Gives JSON log lines the ids of their messages as fields, so that all lines of a process or a
 * machine are found: a message says {@code processId=%s}, the line gets {@code mdc.processId}. Read
 * from the message's pattern, since a value may hold anything. Lets every record pass. Thread-safe.
 */
@LoggingFilter(name = "trainyard-ids")
public final class LoggedIds implements Filter {
  /** An argument, with the name before it if it has one; and what looks like one and is none. */
  private static final Pattern ARGUMENT =
      Pattern.compile("%%|%n|(?:\\b([A-Za-z]+)=)?%[-#+ 0,(]*\\d*(?:\\.\\d+)?[A-Za-z]");

  private final boolean json;

  public LoggedIds(@ConfigProperty(name = "trainyard.log-json") boolean json) {
    this.json = json;
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    if (json
        && record instanceof ExtLogRecord extended
        && extended.getFormatStyle() == ExtLogRecord.FormatStyle.PRINTF
        && record.getParameters() != null) {
      addIds(extended);
    }
    return true;
  }

  private static void addIds(ExtLogRecord record) {
    var parameters = record.getParameters();
    var arguments = ARGUMENT.matcher(record.getMessage());
    var next = 0;
    while (arguments.find() && next < parameters.length) {
      if (arguments.group().equals("%%") || arguments.group().equals("%n")) {
        continue;
      }
      var name = arguments.group(1);
      var value = parameters[next++];
      if (name != null && name.endsWith("Id") && value != null) {
        record.putMdc(name, value.toString());
      }
    }
  }
}
