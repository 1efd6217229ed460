package dev.trainyard.kit.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is told to go on. Thread-safe. */
public final class MovableClock extends Clock {
  public static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
  private volatile Instant now;

  public MovableClock() {
    this(START);
  }

  public MovableClock(Instant now) {
    this.now = now;
  }

  /** For one thread at a time. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
