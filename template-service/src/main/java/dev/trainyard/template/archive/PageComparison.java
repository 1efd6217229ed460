package dev.trainyard.template.archive;

import java.awt.image.BufferedImage;

/**
 * An image in more detail than its hash has, to tell a copy from the same form with other content.
 *
 * @param grey {@link #CELLS} × {@link #CELLS} cells
 */
record PageComparison(int[] grey) {
  private static final int CELLS = 192;
  private static final int BLOCK = 12;
  private static final int BLOCK_CELLS = BLOCK * BLOCK;

  /** Blocks with less contrast than this, in grey levels, are flat. */
  private static final double FLAT = 8;

  /** Of copies every block correlates by 0.7 and more, of another content one by about 0. */
  private static final double MIN_CORRELATION = 0.5;

  static PageComparison of(BufferedImage image) {
    return new PageComparison(SmallImage.of(image, CELLS, CELLS).grey());
  }

  /** Whether both show the same in each place, whatever their brightness. */
  boolean isCopyOf(PageComparison other) {
    for (var top = 0; top + BLOCK <= CELLS; top += BLOCK / 2) {
      for (var left = 0; left + BLOCK <= CELLS; left += BLOCK / 2) {
        if (correlation(other, left, top) < MIN_CORRELATION) {
          return false;
        }
      }
    }
    return true;
  }

  private double correlation(PageComparison other, int left, int top) {
    var sumA = 0L;
    var sumB = 0L;
    var sumAa = 0L;
    var sumBb = 0L;
    var sumAb = 0L;
    for (var y = top; y < top + BLOCK; y++) {
      for (var x = left; x < left + BLOCK; x++) {
        var a = grey[y * CELLS + x];
        var b = other.grey[y * CELLS + x];
        sumA += a;
        sumB += b;
        sumAa += (long) a * a;
        sumBb += (long) b * b;
        sumAb += (long) a * b;
      }
    }
    var varianceA = variance(sumA, sumAa);
    var varianceB = variance(sumB, sumBb);
    if (Math.max(varianceA, varianceB) < FLAT * FLAT) {
      return 1;
    }
    var covariance = (sumAb - (double) sumA * sumB / BLOCK_CELLS) / BLOCK_CELLS;
    return covariance / Math.sqrt(Math.max(varianceA, 1) * Math.max(varianceB, 1));
  }

  private static double variance(long sum, long sumOfSquares) {
    return (sumOfSquares - (double) sum * sum / BLOCK_CELLS) / BLOCK_CELLS;
  }
}
