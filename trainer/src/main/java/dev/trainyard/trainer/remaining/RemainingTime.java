package dev.trainyard.trainer.remaining;

/**
 * Guesses how long a run will still take: iterations, evaluations, checkpoints, and the model's
 * delivery (written, read back, evaluated, packed). Knows no clock: it is told what took how long.
 * Not thread-safe.
 *
 * <p>How a sum of iterations is guessed says {@link Pace}. The parts of a sum are taken as slow
 * together or fast together, since they share a machine; this makes the band wider, not narrower.
 * Iterations of another kind say little about the ones to come, so the pace begins anew
 *
 * <ul>
 *   <li>after the first iteration, which prepares what the others use,
 *   <li>after those in which only the last layer learns,
 *   <li>after the first epoch, which decodes the images that the later ones find in the cache.
 * </ul>
 *
 * Until then the later ones are guessed from these with a factor. A run that may end early ({@code
 * earlyStoppingPatience}) may end at the soonest evaluation that can end it: the low end says so,
 * the median and the high end are those of the whole run, since whether the network will improve is
 * not known.
 */
public final class RemainingTime {
  private static final double BLOCK_SECONDS = 0.5;

  // Cost of other iterations, relative to those of the phase the run is in.
  private static final Band AFTER_FIRST_ITERATION = new Band(0.05, 0.4, 1.2);
  private static final Band AFTER_FROZEN = new Band(0.8, 2.5, 4);
  // Decoding takes processor time from learning; of waiting nothing is left.
  private static final Band AFTER_FIRST_EPOCH = new Band(0.6, 1, 1);
  // Looking at an image takes about a third of learning from it.
  private static final Band EVALUATION_TO_LEARNING = new Band(0.1, 0.33, 0.9);
  // A run that goes on from a checkpoint and has done nothing yet.
  private static final Band UNSEEN_EVALUATION = new Band(0.2, 3, 60);
  private static final Band LEARNING_TO_EVALUATION = new Band(1.1, 3, 10);
  // Until one was written: some 100 MB on a disk.
  private static final Band UNSEEN_CHECKPOINT = new Band(0.05, 0.3, 2);
  // Beside an evaluation; a model is half a checkpoint, written, read, digested and packed.
  private static final Band DELIVERY_TO_CHECKPOINT = new Band(0.7, 2, 5);
  private static final Band DELIVERY_ALWAYS = new Band(0.1, 0.4, 1.5);

  /**
   * What a run has to do.
   *
   * @param frozenIterations in which only the last layer learns
   * @param patience evaluations without improvement that end the run; null if none do
   * @param checkpointSeconds longest time between two checkpoints
   * @param checkpointSecondsAtEvaluation time after which an evaluation is followed by one
   */
  public record Plan(
      int iterations,
      int evaluationInterval,
      int batchSize,
      int trainImages,
      int testImages,
      int frozenIterations,
      Integer patience,
      double checkpointSeconds,
      double checkpointSecondsAtEvaluation) {
    private int firstEpoch() {
      return (int) Math.min(iterations, Math.ceil((double) trainImages / batchSize));
    }

    private int evaluationsAfter(int iteration) {
      boolean oneMoreAtTheEnd = iterations % evaluationInterval != 0 && iteration < iterations;
      return iterations / evaluationInterval
          - iteration / evaluationInterval
          + (oneMoreAtTheEnd ? 1 : 0);
    }
  }

  private enum Phase {
    FIRST_ITERATION,
    FROZEN,
    FIRST_EPOCH,
    STEADY
  }

  private final Plan plan;
  private final int start;
  private final Pace evaluations = new Pace(0);
  private final Pace checkpoints = new Pace(0);
  private Pace iterations = new Pace(BLOCK_SECONDS);
  private Phase phase = Phase.FIRST_ITERATION;
  private int iteration;
  private double phaseSeconds;
  private double phaseWaitedSeconds;

  /**
   * @param start iterations done before
   */
  public RemainingTime(Plan plan, int start) {
    this.plan = plan;
    this.start = start;
    this.iteration = start;
  }

  /**
   * One more iteration is done.
   *
   * @param seconds how long it took
   * @param waitedSeconds how long of this it waited for images
   */
  public void iterationTook(double seconds, double waitedSeconds) {
    iteration++;
    var now = phaseOf(iteration);
    if (now != phase) {
      phase = now;
      iterations = new Pace(BLOCK_SECONDS);
      phaseSeconds = 0;
      phaseWaitedSeconds = 0;
    }
    iterations.add(1, seconds);
    phaseSeconds += seconds;
    phaseWaitedSeconds += waitedSeconds;
  }

  /** An evaluation is done. */
  public void evaluationTook(double seconds) {
    evaluations.add(1, seconds);
  }

  /** A checkpoint is written. */
  public void checkpointTook(double seconds) {
    checkpoints.add(1, seconds);
  }

  /**
   * Seconds to the delivered model. A mere prior before the first iteration.
   *
   * @param untilEarlyEnd evaluations after which it may end early, at the soonest; without a
   *     patience of no meaning
   */
  public Band toTheEnd(int untilEarlyEnd) {
    int evaluationsLeft = plan.evaluationsAfter(iteration);
    var whole = after(plan.iterations() - iteration, evaluationsLeft).plus(afterLastIteration());
    if (plan.patience() == null || untilEarlyEnd >= evaluationsLeft) {
      return whole;
    }
    int interval = plan.evaluationInterval();
    int soonest = (iteration / interval + untilEarlyEnd) * interval - iteration;
    return whole.orAsShortAs(after(soonest, untilEarlyEnd).low() + afterLastIteration().low());
  }

  /** Seconds to the delivered model when no iteration follows. */
  public Band afterLastIteration() {
    return checkpoint()
        .plus(evaluation())
        .plus(checkpoint().times(DELIVERY_TO_CHECKPOINT))
        .plus(DELIVERY_ALWAYS);
  }

  private Band after(int iterationsAhead, int evaluationsAhead) {
    if (iterationsAhead == 0) {
      return Band.NONE;
    }
    var work = iterations(iterationsAhead).plus(evaluation().times(evaluationsAhead));
    double spacing =
        Math.min(
            plan.checkpointSeconds(),
            Math.max(
                plan.checkpointSecondsAtEvaluation(),
                work.median() / Math.max(1, evaluationsAhead)));
    return work.plus(checkpoint().times(Math.floor(work.median() / Math.max(1, spacing))));
  }

  private Band iterations(int ahead) {
    if (iterations.isEmpty()) {
      return evaluation()
          .times((double) plan.batchSize() / plan.testImages())
          .times(LEARNING_TO_EVALUATION)
          .times(ahead);
    }
    var pace = iterations.secondsPerUnit(ahead);
    int sameKind = Math.min(ahead, Math.max(0, lastOf(phase) - iteration));
    return pace.times(sameKind).plus(pace.times(laterCost()).times(ahead - sameKind));
  }

  private Band evaluation() {
    if (!evaluations.isEmpty()) {
      return evaluations.secondsPerUnit(plan.evaluationsAfter(iteration) + 1);
    }
    if (iterations.isEmpty()) {
      return UNSEEN_EVALUATION;
    }
    return iterations
        .secondsPerUnit(1)
        .times(phase == Phase.FIRST_ITERATION ? laterCost() : new Band(1, 1, 1))
        .times((double) plan.testImages() / plan.batchSize())
        .times(EVALUATION_TO_LEARNING);
  }

  private Band checkpoint() {
    return checkpoints.isEmpty() ? UNSEEN_CHECKPOINT : checkpoints.secondsPerUnit(1);
  }

  private Phase phaseOf(int someIteration) {
    if (someIteration == start + 1) {
      return Phase.FIRST_ITERATION;
    }
    if (someIteration <= plan.frozenIterations()) {
      return Phase.FROZEN;
    }
    return someIteration <= plan.firstEpoch() ? Phase.FIRST_EPOCH : Phase.STEADY;
  }

  private int lastOf(Phase some) {
    return switch (some) {
      case FIRST_ITERATION -> start + 1;
      case FROZEN -> plan.frozenIterations();
      case FIRST_EPOCH -> plan.firstEpoch();
      case STEADY -> plan.iterations();
    };
  }

  /** What an iteration after this phase costs, relative to one of it. */
  private Band laterCost() {
    return switch (phase) {
      case FIRST_ITERATION -> AFTER_FIRST_ITERATION;
      case FROZEN -> AFTER_FROZEN;
      case FIRST_EPOCH -> {
        double learning = phaseSeconds > 0 ? 1 - phaseWaitedSeconds / phaseSeconds : 1;
        double cost = Math.max(0, Math.min(1, learning));
        yield new Band(cost * AFTER_FIRST_EPOCH.low(), cost, AFTER_FIRST_EPOCH.high());
      }
      case STEADY -> new Band(1, 1, 1);
    };
  }
}
