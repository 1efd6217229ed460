package dev.trainyard.kit.outbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A topic that the broker does not take events for: nothing is sent to it but one event from time
 * to time, until that arrives. Not thread-safe.
 */
final class HeldTopic {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Map<OutboxRow, Future<RecordMetadata>> inFlight = new LinkedHashMap<>();
  private Duration pause = FIRST_PAUSE;
  private long pausedSinceNanos = System.nanoTime();

  /** Notes a send whose outcome is not known yet. */
  void await(OutboxRow row, Future<RecordMetadata> send) {
    inFlight.put(row, send);
  }

  boolean isAwaiting() {
    return !inFlight.isEmpty();
  }

  boolean isSettled() {
    return inFlight.values().stream().allMatch(Future::isDone);
  }

  /** The sends whose outcomes are known now; they are the caller's from here. */
  Map<OutboxRow, Future<RecordMetadata>> takeSettled() {
    var settled = Map.copyOf(inFlight);
    inFlight.clear();
    return settled;
  }

  /** Waits twice as long as the last time. */
  void pauseLonger() {
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    pausedSinceNanos = System.nanoTime();
  }

  boolean isDue() {
    return System.nanoTime() - pausedSinceNanos >= pause.toNanos();
  }
}
