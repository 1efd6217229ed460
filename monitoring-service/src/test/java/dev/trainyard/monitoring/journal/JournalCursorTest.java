package dev.trainyard.monitoring.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCursorTest {

  @Test
  void isReadAsItWasWritten() {
    var cursor = new JournalCursor(Instant.parse("2026-11-23T12:00:00.123456Z"), 42);

    assertThat(JournalCursor.of(cursor.text())).contains(cursor);
    assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void isNoneAtTheStart() {
    assertThat(JournalCursor.of("start")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", " ", "MjAyNi0xMS0yMw", "42", "c3RhcnQ", "MSAx"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> JournalCursor.of(text)).isInstanceOf(InvalidRequestException.class);
  }
}
