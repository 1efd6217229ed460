package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TopicPartition FIRST = new TopicPartition("heartbeats", 0);
  private static final TopicPartition SECOND = new TopicPartition("heartbeats", 1);

  private final ReadingProgress progress = new ReadingProgress();

  @Test
  void nothingIsKnownBeforeTheGroupHasGotAnywhere() {
    progress.note(Map.of(FIRST, 100L), Map.of(), NOON);
    progress.note(Map.of(FIRST, 110L), Map.of(), NOON.plusSeconds(2));
    assertThat(progress.readUntil()).isEmpty();
  }

  @Test
  void anEmptyTopicIsRead() {
    progress.note(Map.of(FIRST, 0L, SECOND, 0L), Map.of(), NOON);
    assertThat(progress.readUntil()).contains(NOON);
  }

  @Test
  void whoIsAlwaysALittleBehindHasReadUntilShortlyBefore() {
    for (var look = 0; look < 10; look++) {
      progress.note(Map.of(FIRST, 1_000L * look + 500), Map.of(FIRST, 1_000L * look), at(2 * look));
    }
    assertThat(progress.readUntil()).contains(at(16));
  }

  @Test
  void whoFallsBehindFurtherAndFurtherHasReadUntilLongAgo() {
    progress.note(Map.of(FIRST, 0L), Map.of(FIRST, 0L), NOON);
    for (var look = 1; look <= 100; look++) {
      progress.note(
          Map.of(FIRST, 1_000L * look), Map.of(FIRST, 100L * look), NOON.plusSeconds(2L * look));
    }
    // What was there after 2 s was read after 20 s, and what was there then needs 200 s.
    assertThat(progress.readUntil()).contains(at(20));
  }

  @Test
  void onePartitionThatNobodyReadsHoldsTheWholeBack() {
    progress.note(Map.of(FIRST, 10L, SECOND, 10L), Map.of(FIRST, 10L, SECOND, 10L), NOON);
    for (var look = 1; look <= 10; look++) {
      progress.note(
          Map.of(FIRST, 20L + look, SECOND, 20L + look),
          Map.of(FIRST, 20L + look, SECOND, 10L),
          at(2 * look));
    }
    assertThat(progress.readUntil()).contains(NOON);
  }

  @Test
  void whoHasCaughtUpHasReadUntilNow() {
    progress.note(Map.of(FIRST, 100L), Map.of(FIRST, 0L), NOON);
    progress.note(Map.of(FIRST, 200L), Map.of(FIRST, 50L), at(2));
    progress.note(Map.of(FIRST, 200L), Map.of(FIRST, 200L), at(4));
    assertThat(progress.readUntil()).contains(at(4));
  }

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }
}
