package dev.trainyard.bench.platform;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a service answered.
 *
 * @param etag the version of the resource; null if it says none
 */
record Answer(int status, String etag, byte[] body) {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final int FIRST_FAILURE = 300;

  boolean isSuccess() {
    return status < FIRST_FAILURE;
  }

  /** The first id in it. */
  String id() {
    var matcher = ID.matcher(text());
    if (!matcher.find()) {
      throw new IllegalStateException("no id in " + text());
    }
    return matcher.group(1);
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
