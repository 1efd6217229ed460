package dev.trainyard.monitoring.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.problem.InvalidRequestException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryValuesTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void takesAnAbsentFilterAsNone(String value) {
    assertThat(QueryValues.id("processId", value)).isEmpty();
    assertThat(QueryValues.instant("from", value)).isEmpty();
    assertThat(QueryValues.day("from", value)).isEmpty();
    assertThat(QueryValues.constant("status", value, ProcessStatus.class)).isEmpty();
  }

  @Test
  void readsWhatIsWellFormed() {
    var id = UUID.randomUUID();
    assertThat(QueryValues.id("processId", " " + id + " ")).contains(id);
    assertThat(QueryValues.instant("from", "2026-11-23T12:00:00Z"))
        .contains(Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(QueryValues.day("from", " 2026-11-23 ")).contains(LocalDate.parse("2026-11-23"));
    assertThat(QueryValues.constant("status", "RUNNING", ProcessStatus.class))
        .contains(ProcessStatus.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1-1-1-1-1", "01939d3f-0000-7000-8000-00000000000g"})
  void refusesWhatIsNoId(String value) {
    assertThatThrownBy(() -> QueryValues.id("processId", value))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal -> assertThat(refusal.violations().get(0).field()).isEqualTo("processId"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-11-23",
        "2026-13-23T12:00:00Z",
        "+300000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z"
      })
  void refusesWhatIsNoTime(String value) {
    assertThatThrownBy(() -> QueryValues.instant("from", value))
        .isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"today", "2026-11-31", "2026-11-23T12:00:00Z", "0000-01-01", "+10000-01-01"})
  void refusesWhatIsNoDay(String value) {
    assertThatThrownBy(() -> QueryValues.day("from", value))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void refusesAnUnknownConstantAndNamesThoseThatAre() {
    assertThatThrownBy(() -> QueryValues.constant("status", "ASLEEP", ProcessStatus.class))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal ->
                assertThat(refusal.violations().get(0).message()).contains("RUNNING", "STOPPED"));
  }
}
