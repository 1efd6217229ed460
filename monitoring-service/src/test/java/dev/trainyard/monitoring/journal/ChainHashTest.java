package dev.trainyard.monitoring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChainHashTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");

  /** Made by a program in another language from what ADR 0019 says. */
  @Test
  void staysTheSameForEver() {
    assertThat(ChainHash.of(ChainHash.START, DAY, 1, entry("m-1", null, "{\"a\": 1.50}")))
        .isEqualTo("ad0ff8c2d9795fff1ca92e75159b33d040dac415184013ed38b3160aec9fad9b");
  }

  @Test
  void differsByWhateverDiffers() {
    var entry = entry("m-1", null, "{}");
    var other = "1" + ChainHash.START.substring(1);

    assertThat(
            Stream.of(
                ChainHash.of(ChainHash.START, DAY, 1, entry),
                ChainHash.of(other, DAY, 1, entry),
                ChainHash.of(ChainHash.START, DAY.plusDays(1), 1, entry),
                ChainHash.of(ChainHash.START, DAY, 2, entry),
                ChainHash.of(ChainHash.START, DAY, 1, entry("m-1", null, "{ }")),
                // The same letters, but in another field, or an empty one.
                ChainHash.of(ChainHash.START, DAY, 1, entry("m-", "1", "{}")),
                ChainHash.of(ChainHash.START, DAY, 1, entry("m-1", "", "{}"))))
        .doesNotHaveDuplicates();
  }

  private static JournalEntry entry(String subject, String traceId, String data) {
    return new JournalEntry(
        "id-1",
        "dev.trainyard.machine.updated",
        "/trainyard/process-service",
        subject,
        Instant.parse("2026-11-20T11:59:59.123456Z"),
        Instant.parse("2026-11-20T12:00:00Z"),
        null,
        null,
        UUID.fromString("01939d3f-0000-7000-8000-000000000001"),
        traceId,
        "Анна",
        data);
  }
}
