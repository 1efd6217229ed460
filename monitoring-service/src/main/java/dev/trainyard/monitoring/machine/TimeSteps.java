package dev.trainyard.monitoring.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A range of time in equal steps. A step begins at a multiple of its length since 1970, so that
 * ranges that overlap have the same steps.
 *
 * @param first where the first begins
 * @param length how long each is
 * @param count how many there are
 */
record TimeSteps(Instant first, Duration length, int count) {

  /**
   * The shortest steps in which a range has no more than so many of them.
   *
   * @param from within the first step
   * @param to where the range ends; after its start
   * @param most at least 2
   * @param unit each step is a multiple of it, in whole seconds
   */
  static TimeSteps of(Instant from, Instant to, int most, Duration unit) {
    var multiple = Math.max(1, Duration.between(from, to).toSeconds() / (most * unit.toSeconds()));
    while (true) {
      var seconds = multiple * unit.toSeconds();
      var first = Math.floorDiv(from.getEpochSecond(), seconds) * seconds;
      // Rounded up: a part of a step is one.
      var end = to.getEpochSecond() + (to.getNano() > 0 ? 1 : 0);
      var count = -Math.floorDiv(first - end, seconds);
      if (count <= most) {
        return new TimeSteps(
            Instant.ofEpochSecond(first), Duration.ofSeconds(seconds), (int) count);
      }
      multiple++;
    }
  }

  /** Where the last one ends. */
  Instant end() {
    return first.plus(length.multipliedBy(count));
  }

  /** Where each of them begins. */
  List<Instant> times() {
    return IntStream.range(0, count)
        .mapToObj(index -> first.plus(length.multipliedBy(index)))
        .toList();
  }
}
