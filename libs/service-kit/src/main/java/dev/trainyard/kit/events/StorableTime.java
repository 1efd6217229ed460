package dev.trainyard.kit.events;

import java.time.Instant;

/**
 * Which times every database of ours keeps as they are: those of the years 1 to 9999. PostgreSQL
 * has no number for much later ones, and its driver makes infinity of much earlier ones.
 */
public final class StorableTime {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private StorableTime() {}

  public static boolean isStorable(Instant time) {
    return !time.isBefore(EARLIEST) && time.isBefore(END);
  }
}
