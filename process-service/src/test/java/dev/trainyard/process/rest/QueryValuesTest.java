package dev.trainyard.process.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.Violation;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+300000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "0000-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "2026-11-23",
        "2026-13-01T00:00:00Z",
        "yesterday",
      })
  void refusesTimesThatTheDatabaseDoesNotKnowByTheirName(String value) {
    assertThatThrownBy(() -> QueryValues.instant("createdFrom", value))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidRequestException.class))
        .extracting(
            InvalidRequestException::violations, InstanceOfAssertFactories.list(Violation.class))
        .extracting(Violation::field)
        .containsExactly("createdFrom");
  }

  @Test
  void takesEveryOtherTime() {
    assertThat(QueryValues.instant("createdFrom", "2026-11-23T01:00:00+01:00"))
        .isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    assertThat(QueryValues.instant("createdFrom", "0001-01-01T00:00:00Z")).isNotNull();
    assertThat(QueryValues.instant("createdFrom", "9999-12-31T23:59:59.999999Z")).isNotNull();
    assertThat(QueryValues.instant("createdFrom", " ")).isNull();
  }
}
