package dev.trainyard.monitoring.webhook;

import dev.trainyard.contracts.event.EventType;
import java.util.Arrays;
import java.util.List;

/**
 * Which events a webhook wants: types such as {@code process.succeeded}, with or without {@code
 * dev.trainyard.} in front; a star at the end stands for anything. What is not an event of the
 * platform, such as a command to a machine, is never selected.
 */
final class EventSelection {
  private static final String PREFIX = "dev.trainyard.";
  private static final String EVENTS = ".events";

  private EventSelection() {}

  /** Whether it is an event that can be told of. */
  static boolean isEvent(EventType type) {
    return type.topic().endsWith(EVENTS);
  }

  /** Whether a type is among those that are wanted. */
  static boolean selects(List<String> wanted, EventType type) {
    return isEvent(type) && wanted.stream().anyMatch(pattern -> matches(pattern, type.type()));
  }

  /** Whether any event can be selected so. */
  static boolean isPossible(String pattern) {
    return Arrays.stream(EventType.values()).anyMatch(type -> selects(List.of(pattern), type));
  }

  private static boolean matches(String pattern, String type) {
    var full = pattern.startsWith(PREFIX) ? pattern : PREFIX + pattern;
    return full.endsWith("*")
        ? type.startsWith(full.substring(0, full.length() - 1))
        : type.equals(full);
  }
}
