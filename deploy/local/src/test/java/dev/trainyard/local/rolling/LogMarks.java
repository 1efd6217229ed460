package dev.trainyard.local.rolling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the logs of services were at a moment, to see what has come since. */
final class LogMarks {
  private final Path logs;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * @param logs where the logs of the services are
   */
  LogMarks(Path logs) {
    this.logs = logs;
    TwoOfEach.services().forEach(service -> lines.put(service, all(service).size()));
  }

  /** The lines of a service's log since then. */
  List<String> since(String service) {
    var all = all(service);
    return all.subList(lines.get(service), all.size());
  }

  private List<String> all(String service) {
    try {
      return Files.readAllLines(logs.resolve(service + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
