package dev.trainyard.trainer.remaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {
  @ParameterizedTest
  @CsvSource({"-1, 0, 1", "2, 1, 3", "1, 3, 2", "NaN, 1, 2", "1, NaN, 2", "0, 1, Infinity"})
  void refusesWhatIsNoBand(double low, double median, double high) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Band(low, median, high))
        .withMessageContaining("low <= median <= high");
  }

  @Test
  void addsEndByEnd() {
    assertThat(new Band(1, 2, 3).plus(new Band(10, 20, 40))).isEqualTo(new Band(11, 22, 43));
    assertThat(new Band(1, 2, 3).times(new Band(0, 1, 2))).isEqualTo(new Band(0, 2, 6));
    assertThat(new Band(1, 2, 3).times(2)).isEqualTo(new Band(2, 4, 6));
  }

  @Test
  void anEarlierEndLowersTheLowEndOnly() {
    assertThat(new Band(5, 7, 9).orAsShortAs(1)).isEqualTo(new Band(1, 7, 9));
    assertThat(new Band(5, 7, 9).orAsShortAs(6)).isEqualTo(new Band(5, 7, 9));
  }
}
