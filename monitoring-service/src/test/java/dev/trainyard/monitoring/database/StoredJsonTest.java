package dev.trainyard.monitoring.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredJsonTest {
  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "a\\u0000b, ab",
    "\\u0000\\u0000, ''",
    "an escaped backslash: \\\\u0000, an escaped backslash: \\\\u0000",
    "both: \\\\\\u0000, both: \\\\",
    "\\u0001, \\u0001"
  })
  void leavesOutOnlyEscapesOfNul(String json, String storable) {
    assertThat(StoredJson.storable(json)).isEqualTo(storable);
  }
}
