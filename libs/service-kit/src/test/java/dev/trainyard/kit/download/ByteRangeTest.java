package dev.trainyard.kit.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.problem.RangeNotSatisfiableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  private static final long SIZE = 1_000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-499, 0, 499",
    "bytes=500-, 500, 999",
    "bytes=999-5000, 999, 999",
    "bytes=-1, 999, 999",
    "bytes=-5000, 0, 999",
    "bytes = 1 - 2, 1, 2",
  })
  void takesOneRange(String header, long first, long last) {
    assertThat(ByteRange.of(header, SIZE)).contains(new ByteRange(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=a-b",
        "items=0-1",
        "bytes=0-1,5-6",
        "bytes=99999999999999999999-",
      })
  void whatIsNoRangeIsTheWhole(String header) {
    assertThat(ByteRange.of(header, SIZE)).isEmpty();
  }

  @Test
  void withoutHeaderItIsTheWhole() {
    assertThat(ByteRange.of(null, SIZE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0"})
  void refusesWhatBeginsBehindTheEnd(String header) {
    assertThatThrownBy(() -> ByteRange.of(header, SIZE))
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class,
            e -> assertThat(e.headers()).containsEntry("Content-Range", "bytes */1000"));
  }

  @Test
  void saysWhatItIsOf() {
    assertThat(new ByteRange(500, 999).of(SIZE)).isEqualTo("bytes 500-999/1000");
    assertThat(new ByteRange(500, 999).length()).isEqualTo(500);
  }
}
