package dev.trainyard.trainer.remaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(0.5);

  @Test
  void saysNothingBeforeItSawAnything() {
    assertThat(pace.isEmpty()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> pace.secondsPerUnit(1));
  }

  @Test
  void oneObservationGivesAWideBandAroundIt() {
    pace.add(1, 2);

    var band = pace.secondsPerUnit(100);
    assertThat(band.median()).isEqualTo(2);
    assertThat(band.high()).isGreaterThan(3);
    assertThat(band.low()).isBetween(0.1, 1.4);
  }

  @Test
  void constantSpeedIsMetExactlyAndTheBandGetsNarrower() {
    double widest = Double.MAX_VALUE;
    for (int i = 1; i <= 10_000; i++) {
      pace.add(1, 0.1);
      if (i == 10 || i == 100 || i == 10_000) {
        var band = pace.secondsPerUnit(500);
        assertThat(band.median()).isCloseTo(0.1, within(1e-9));
        assertThat(width(band)).isLessThan(widest);
        widest = width(band);
      }
    }
    assertThat(widest).isBetween(0.05, 0.4);
  }

  @Test
  void theRecentPastCountsMore() {
    for (int i = 0; i < 1000; i++) {
      pace.add(1, i < 500 ? 0.1 : 0.2);
    }

    assertThat(pace.secondsPerUnit(100).median()).isBetween(0.175, 0.2);
  }

  @Test
  void longSpellsOfOtherSpeedMakeTheBandWide() {
    var spells = new Pace(0.5);
    var mixed = new Pace(0.5);
    for (int i = 0; i < 4000; i++) {
      spells.add(1, i / 500 % 2 == 0 ? 0.1 : 0.3);
      mixed.add(1, i % 2 == 0 ? 0.1 : 0.3);
    }

    assertThat(width(spells.secondsPerUnit(500)))
        .isGreaterThan(2 * width(mixed.secondsPerUnit(500)));
    var band = spells.secondsPerUnit(500);
    assertThat(band.low()).isLessThan(0.12);
    assertThat(band.high()).isGreaterThan(0.25);
  }

  @Test
  void keepsItsPromisesForAnythingItIsFed() {
    var random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      pace.add(1 + random.nextInt(3), random.nextInt(4) == 0 ? 0 : Math.exp(random.nextGaussian()));
      // The constructor of a band refuses what is none.
      assertThat(pace.secondsPerUnit(1 + random.nextInt(10_000))).isNotNull();
    }
  }

  private static double width(Band band) {
    return (band.high() - band.low()) / band.median();
  }
}
