package dev.trainyard.monitoring.journal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An event as the journal keeps it. What is absent is null.
 *
 * @param time when it happened, in microseconds, as the database keeps it
 * @param receivedAt when it came, likewise
 * @param data the event's data, to the letter
 */
record JournalEntry(
    String eventId,
    String type,
    String source,
    String subject,
    Instant time,
    Instant receivedAt,
    UUID projectId,
    UUID processId,
    UUID machineId,
    String traceId,
    String actor,
    String data) {

  /** All of it in the order in which it is hashed; what is absent is null. */
  List<Object> fields() {
    return Arrays.asList(
        eventId,
        type,
        source,
        subject,
        micros(time),
        micros(receivedAt),
        projectId,
        processId,
        machineId,
        traceId,
        actor,
        data);
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
