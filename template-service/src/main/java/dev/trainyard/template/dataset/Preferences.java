package dev.trainyard.template.dataset;

import java.util.Arrays;
import java.util.List;

/** What a client prefers in an answer (RFC 7240). */
final class Preferences {
  private static final String RESPOND_ASYNC = "respond-async";

  private Preferences() {}

  /**
   * Whether the answer is to come before the work is done.
   *
   * @param headers the values of {@code Prefer}
   */
  static boolean respondAsync(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(preference -> preference.split(";", 2)[0].trim())
        .anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
  }
}
