package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a platform has written down while it worked, where others read it.
 *
 * @param logs the lines of all logs, those of the backends too
 * @param messages what is on the broker
 */
record WrittenDown(List<String> logs, List<String> messages) {
  /**
   * Signatures of addresses, tokens, and how the text of a PNG and of a JPEG image begins. A token
   * begins with a JSON object in Base64.
   */
  private static final Pattern SECRET =
      Pattern.compile("X-Amz-Signature|Bearer |\\beyJ[\\w-]{20}|iVBORw0KGgo|/9j/4");

  /** All of it up to now. */
  static WrittenDown by(Platform platform, Path data) throws IOException {
    var messages =
        new EventLog(platform.kafkaAdministrator())
            .readAll().stream().map(message -> message.headers() + message.json()).toList();
    var lines = new ArrayList<String>();
    // The broker's own files end so too.
    try (var files = Files.walk(data)) {
      var logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      assertThat(logs).hasSizeGreaterThan(platform.services().size());
      for (var log : logs) {
        lines.addAll(Files.readAllLines(log, StandardCharsets.ISO_8859_1));
      }
    }
    return new WrittenDown(lines, messages);
  }

  /** Fails at what opens a door, or shows an image. */
  void requireNoSecret(List<String> passwords) {
    assertThat(logs).noneMatch(line -> passwords.stream().anyMatch(line::contains));
    assertThat(logs.stream().filter(SECRET.asPredicate())).isEmpty();
    assertThat(messages.stream().filter(SECRET.asPredicate())).isEmpty();
  }
}
