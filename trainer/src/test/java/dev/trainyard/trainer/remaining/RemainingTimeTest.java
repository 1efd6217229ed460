package dev.trainyard.trainer.remaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemainingTimeTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final double CHECKPOINT = 0.2;
  // The model of these runs: two checkpoints' time and 0.4 s, beside its evaluation.
  private static final double DELIVERY = 3 * CHECKPOINT + 0.4;

  @Test
  void constantSpeedIsMetExactlyInANarrowBand() {
    var time = new RemainingTime(plan(10_000, 2_000, null), 0);
    iterate(time, 4_000, 0.1);
    evaluate(time, 2);

    var left = time.toTheEnd(NEVER);
    double truth = 6_000 * 0.1 + 4 * 2 + DELIVERY;
    // A checkpoint at each of the evaluations.
    assertThat(left.median()).isCloseTo(truth + 3 * CHECKPOINT, within(0.3));
    assertThat(left.low()).isGreaterThan(0.8 * truth);
    assertThat(left.high()).isLessThan(1.25 * truth);
  }

  @Test
  void theFirstIterationIsNotTakenForTheOthers() {
    var time = new RemainingTime(plan(1_000, 500, null), 0);
    time.iterationTook(2, 0);

    var left = time.toTheEnd(NEVER);
    assertThat(left.low()).isLessThan(999 * 0.2);
    assertThat(left.median()).isLessThan(999);
    assertThat(left.high()).isGreaterThan(999 * 2);

    time.iterationTook(0.1, 0);
    assertThat(time.toTheEnd(NEVER).median()).isLessThan(200);
  }

  @Test
  void aFirstEpochThatWaitsForImagesIsNotTakenForTheOthers() {
    // 100 iterations an epoch; in the first one each waits 0.3 s and learns 0.1 s.
    var time = new RemainingTime(plan(1_000, 1_000, null, 800), 0);
    for (int i = 0; i < 50; i++) {
      time.iterationTook(0.4, 0.3);
    }
    double truth = 50 * 0.4 + 900 * 0.1;
    var early = time.toTheEnd(NEVER);
    assertThat(early.median()).isBetween(truth, 1.3 * truth);
    assertThat(early.low()).isLessThan(truth);
    assertThat(early.high()).isGreaterThan(2 * truth);

    for (int i = 0; i < 50; i++) {
      time.iterationTook(0.4, 0.3);
    }
    iterate(time, 100, 0.1);
    var later = time.toTheEnd(NEVER);
    assertThat(later.median()).isBetween(80.0, 85.0);
    assertThat(later.high()).isLessThan(120);
  }

  @Test
  void frozenIterationsAreNotTakenForTheOthers() {
    var plan = new RemainingTime.Plan(1_000, 1_000, 8, 8, 80, 100, null, 1e6, 1e6);
    var time = new RemainingTime(plan, 0);
    iterate(time, 50, 0.1);
    assertThat(time.toTheEnd(NEVER).low()).isLessThan(900 * 0.1);
    assertThat(time.toTheEnd(NEVER).high()).isGreaterThan(900 * 0.3);

    iterate(time, 50, 0.1);
    iterate(time, 100, 0.3);
    assertThat(time.toTheEnd(NEVER).median()).isBetween(240.0, 260.0);
  }

  @Test
  void evaluationsMayBeMostOfTheTime() {
    var time = new RemainingTime(plan(100, 10, null), 0);
    for (int evaluation = 0; evaluation < 5; evaluation++) {
      iterate(time, 10, 0.1);
      evaluate(time, 30);
    }

    // Five more and the model's.
    var left = time.toTheEnd(NEVER);
    assertThat(left.median()).isBetween(6 * 30 + 5.0, 6 * 30 + 10.0);
    assertThat(left.low()).isLessThan(6 * 30).isGreaterThan(100);
    assertThat(left.high()).isLessThan(300);
  }

  @Test
  void aRunThatMayEndEarlySaysSoInItsLowEndOnly() {
    var patient = new RemainingTime(plan(1_000, 100, 3), 0);
    iterate(patient, 250, 1);

    var whole = patient.toTheEnd(NEVER);
    var early = patient.toTheEnd(2);
    assertThat(early.low()).isLessThan(200);
    assertThat(early.median()).isEqualTo(whole.median()).isGreaterThan(750);
    assertThat(early.high()).isEqualTo(whole.high());
    // With fewer evaluations to come than patience, there is no early end.
    assertThat(patient.toTheEnd(8)).isEqualTo(whole);
  }

  @Test
  void afterTheLastIterationTheModelIsStillToBeDelivered() {
    var time = new RemainingTime(plan(100, 50, null), 0);
    iterate(time, 100, 0.1);
    evaluate(time, 2);

    assertThat(time.toTheEnd(NEVER)).isEqualTo(time.afterLastIteration());
    assertThat(time.afterLastIteration().median()).isCloseTo(2 + DELIVERY, within(1e-9));
  }

  @Test
  void aResumedRunGuessesBeforeItsFirstIteration() {
    var time = new RemainingTime(plan(1_000, 100, null), 500);
    evaluate(time, 2);
    var left = time.toTheEnd(NEVER);

    assertThat(left.low()).isGreaterThan(0);
    assertThat(left.high()).isGreaterThan(2 * left.low());
    assertThat(new RemainingTime(plan(1_000, 100, null), 1_000).toTheEnd(NEVER).high())
        .isGreaterThan(1);
  }

  /**
   * Seeded runs on a machine whose speed wanders (autocorrelated noise) and that is half as fast in
   * spells, which begin and end at random.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75})
  void coversTheTruthOfNoisyRuns(double mark) {
    int runs = 400;
    int inside = 0;
    for (int seed = 0; seed < runs; seed++) {
      inside += covers(new NoisyMachine(seed), mark) ? 1 : 0;
    }

    assertThat((double) inside / runs).isGreaterThanOrEqualTo(0.8);
  }

  private static boolean covers(NoisyMachine machine, double mark) {
    int iterations = 600;
    int interval = 100;
    var time = new RemainingTime(plan(iterations, interval, null), 0);
    Band guess = null;
    double truth = 0;
    for (int i = 1; i <= iterations; i++) {
      double seconds = machine.next(0.1);
      double evaluation = i % interval == 0 ? machine.next(1.5) : 0;
      truth += guess == null ? 0 : seconds + evaluation;
      time.iterationTook(seconds, 0);
      if (evaluation > 0) {
        evaluate(time, evaluation);
      }
      if (i == (int) (mark * iterations)) {
        guess = time.toTheEnd(NEVER);
      }
    }
    truth += machine.next(1.5) + machine.next(DELIVERY);
    return guess.low() <= truth && truth <= guess.high();
  }

  private static final class NoisyMachine {
    private final Random random;
    private final boolean disturbed;
    private double wandering;
    private boolean busy;

    NoisyMachine(long seed) {
      random = new Random(seed);
      disturbed = seed % 2 == 0;
    }

    double next(double seconds) {
      wandering = 0.98 * wandering + 0.03 * random.nextGaussian();
      if (random.nextDouble() < 0.012) {
        busy = disturbed && !busy;
      }
      return seconds * Math.exp(wandering + 0.1 * random.nextGaussian()) * (busy ? 2 : 1);
    }
  }

  private static RemainingTime.Plan plan(int iterations, int interval, Integer patience) {
    return plan(iterations, interval, patience, 8);
  }

  private static RemainingTime.Plan plan(
      int iterations, int interval, Integer patience, int trainImages) {
    return new RemainingTime.Plan(iterations, interval, 8, trainImages, 80, 0, patience, 600, 15);
  }

  private static void iterate(RemainingTime time, int iterations, double seconds) {
    for (int i = 0; i < iterations; i++) {
      time.iterationTook(seconds, 0);
    }
  }

  private static void evaluate(RemainingTime time, double seconds) {
    time.evaluationTook(seconds);
    time.checkpointTook(CHECKPOINT);
  }
}
