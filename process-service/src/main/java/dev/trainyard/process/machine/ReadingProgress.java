package dev.trainyard.process.machine;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Until when a topic has been read by all replicas of a service together: a moment counts once the
 * group has got past what was on the topic then. Independent of the clocks of those who write to
 * it. Not thread-safe.
 */
final class ReadingProgress {
  private Map<TopicPartition, Long> mark = Map.of();
  private Instant markedAt;
  private Instant readUntil;

  /**
   * Takes a look.
   *
   * @param ends where each partition ended
   * @param committed how far the group had got after that; a partition that it does not know is
   *     left out
   * @param now when {@code ends} was asked for
   */
  void note(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed, Instant now) {
    if (isPast(ends, committed)) {
      readUntil = now;
      markedAt = null;
    } else if (markedAt == null) {
      mark = Map.copyOf(ends);
      markedAt = now;
    } else if (isPast(mark, committed)) {
      readUntil = markedAt;
      mark = Map.copyOf(ends);
      markedAt = now;
    }
  }

  /** Everything that was on the topic at this moment has been read; empty while none is known. */
  Optional<Instant> readUntil() {
    return Optional.ofNullable(readUntil);
  }

  private static boolean isPast(
      Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
    return ends.entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
