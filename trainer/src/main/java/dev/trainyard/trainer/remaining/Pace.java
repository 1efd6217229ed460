package dev.trainyard.trainer.remaining;

import java.util.ArrayList;
import java.util.List;

/**
 * What one kind of work has cost so far, and what it will cost. Not thread-safe.
 *
 * <p>The past is kept as blocks of neighbouring work, whose length grows with the past so that
 * there are never more than {@value #MAX_BLOCKS}. Speeds of neighbouring iterations resemble each
 * other: a machine is busy or hot for a while. So the error of a sum of n iterations does not
 * shrink with √n, and the spread of single ones says little about it. This is the idea of batch
 * means in the analysis of simulations (Law, Simulation Modeling and Analysis, ch. 9): the spread
 * of means over windows as long as what is ahead stands for the spread of the mean ahead. Windows
 * are at most a quarter of the past, so that there are several, and overlap.
 *
 * <p>The recent past counts more: the weight of a piece of work halves with each quarter of the
 * past behind it. To what was seen comes an allowance for what was not: wide after little work, and
 * never nothing.
 */
final class Pace {
  private static final int MAX_BLOCKS = 40;
  private static final double HALVINGS = 4;
  private static final double WINDOW_SHARE = 0.25;
  private static final double TAIL = 0.05;
  // What nobody has seen yet may be so much slower, or faster, than what was seen.
  private static final double UNSEEN_ALWAYS = 0.06;
  private static final double UNSEEN_AT_FIRST = 0.5;

  private record Block(int units, double seconds) {
    Block and(int moreUnits, double moreSeconds) {
      return new Block(units + moreUnits, seconds + moreSeconds);
    }

    double secondsPerUnit() {
      return seconds / units;
    }
  }

  private final List<Block> blocks = new ArrayList<>();
  private double blockSeconds;

  /**
   * @param blockSeconds shortest block to begin with; 0 makes each piece of work a block
   */
  Pace(double blockSeconds) {
    this.blockSeconds = blockSeconds;
  }

  void add(int units, double seconds) {
    int last = blocks.size() - 1;
    if (last >= 0 && blocks.get(last).seconds() < blockSeconds) {
      blocks.set(last, blocks.get(last).and(units, seconds));
      return;
    }
    if (blocks.size() == MAX_BLOCKS) {
      mergeNeighbours();
    }
    blocks.add(new Block(units, seconds));
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /**
   * Seconds that a unit of the work ahead will take in the mean.
   *
   * @param unitsAhead how much is ahead
   * @throws IllegalStateException if there was no work yet
   */
  Band secondsPerUnit(int unitsAhead) {
    if (blocks.isEmpty()) {
      throw new IllegalStateException("no work was measured yet");
    }
    double median = recentMean();
    double window = Math.max(1, Math.min(unitsAhead, WINDOW_SHARE * units()));
    var means = windowMeans(window);
    double unseen = Math.log1p(UNSEEN_ALWAYS + UNSEEN_AT_FIRST / Math.sqrt(blocks.size()));
    return new Band(
        median / spread(median, quantile(means, TAIL), unseen),
        median,
        median * spread(quantile(means, 1 - TAIL), median, unseen));
  }

  /** A factor of at least 1: twice as fast is as far away as twice as slow. */
  private static double spread(double more, double less, double unseen) {
    double seen = less > 0 && more > less ? Math.log(more / less) : 0;
    return Math.exp(Math.hypot(seen, unseen));
  }

  private int units() {
    return blocks.stream().mapToInt(Block::units).sum();
  }

  private double recentMean() {
    double all = units();
    double seconds = 0;
    double units = 0;
    double behind = 0;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      var block = blocks.get(i);
      double weight = Math.pow(2, -HALVINGS * behind / all);
      seconds += weight * block.seconds();
      units += weight * block.units();
      behind += block.units();
    }
    return seconds / units;
  }

  /** Sorted means of all runs of blocks that hold so many units, and no block more. */
  private List<Double> windowMeans(double window) {
    var means = new ArrayList<Double>();
    for (int first = 0; first < blocks.size(); first++) {
      var sum = new Block(0, 0);
      for (int i = first; i < blocks.size() && sum.units() < window; i++) {
        sum = sum.and(blocks.get(i).units(), blocks.get(i).seconds());
      }
      if (sum.units() >= window) {
        means.add(sum.secondsPerUnit());
      }
    }
    means.sort(null);
    return means;
  }

  private static double quantile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }

  private void mergeNeighbours() {
    var merged = new ArrayList<Block>();
    for (int i = 0; i < blocks.size(); i += 2) {
      var other = blocks.get(i + 1);
      merged.add(blocks.get(i).and(other.units(), other.seconds()));
    }
    blockSeconds = Math.max(2 * blockSeconds, merged.get(0).seconds());
    blocks.clear();
    blocks.addAll(merged);
  }
}
