package dev.trainyard.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long YEAR_10000 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  @Test
  void readsEveryTimeThatIsWritten() {
    var random = new Random(3);
    for (var time = 0; time < 20_000; time++) {
      var instant =
          Instant.ofEpochSecond(
              random.nextLong(YEAR_0, YEAR_10000),
              random.nextInt(1_000_000_000) / (int) Math.pow(10, time % 10));
      assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-05T09:00:00Z",
        "2026-01-05T09:00:00.5Z",
        "2026-01-05T09:00:00.123456789Z",
        "2026-01-05T09:00Z",
        "2026-01-05T10:30:00.25+01:30",
        "2024-02-29T23:59:59Z",
        "+12026-01-05T09:00:00Z",
      })
  void readsWhatTheStandardLibraryReads(String text) {
    assertThat(InstantText.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "yesterday",
        "2026-01-05",
        "2026-13-05T09:00:00Z",
        "2026-02-29T09:00:00Z",
        "2026-01-05T24:00:01Z",
        "2026-01-05T09:60:00Z",
        "2026-01-05T09:00:60Z",
        "2026-01-05T09:00:00.1234567890Z",
        "2026-01-05T09:00:00.12x4Z",
        "2026-01-05T09:00:00,5Z",
        "2026-01-05 09:00:00Z",
        "2026-01-0\u0665T09:00:00Z",
      })
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeParseException.class);
  }
}
