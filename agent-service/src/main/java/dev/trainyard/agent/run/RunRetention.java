package dev.trainyard.agent.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which finished runs the disk keeps: the newest ones, as far as number, age and size allow.
 *
 * @param number how many at most
 * @param age how long at most
 * @param bytes how much in all at most
 */
record RunRetention(int number, Duration age, long bytes) {

  /**
   * A finished run on disk.
   *
   * @param place where it is
   * @param ended when it ended
   * @param bytes what it takes
   */
  record Kept<T>(T place, Instant ended, long bytes) {}

  /** The places of the runs to remove. */
  <T> List<T> expired(List<Kept<T>> finished, Instant now) {
    var newestFirst = new ArrayList<>(finished);
    newestFirst.sort(Comparator.comparing((Kept<T> run) -> run.ended()).reversed());
    var expired = new ArrayList<T>();
    int kept = 0;
    long taken = 0;
    for (var run : newestFirst) {
      var fits = taken + run.bytes() <= bytes;
      var young = Duration.between(run.ended(), now).compareTo(age) <= 0;
      if (kept < number && young && fits) {
        kept++;
        taken += run.bytes();
      } else {
        expired.add(run.place());
      }
    }
    return expired;
  }
}
