package dev.trainyard.bench.trainer.scans;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A script of made-up letters, a few strokes each. Fonts would make the scans depend on the
 * machine, and a server often has none. Thread-safe.
 */
final class Script {
  private static final int LETTERS = 40;
  private static final double ADVANCE = 0.75;

  private final List<Path2D> letters = new ArrayList<>();

  Script(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < LETTERS; i++) {
      letters.add(letter(random));
    }
  }

  /** Strokes between the points of a grid in a box of width 0.5 and height 1. */
  private static Path2D letter(SplittableRandom random) {
    var path = new Path2D.Double();
    int strokes = 2 + random.nextInt(2);
    path.moveTo(column(random), row(random));
    for (int i = 0; i < strokes; i++) {
      if (random.nextBoolean()) {
        path.lineTo(column(random), row(random));
      } else {
        path.quadTo(column(random), row(random), column(random), row(random));
      }
    }
    return path;
  }

  private static double column(SplittableRandom random) {
    return random.nextInt(3) / 4.0;
  }

  private static double row(SplittableRandom random) {
    return random.nextInt(4) / 3.0;
  }

  /**
   * A line of words as one path to stroke.
   *
   * @param x left edge in pixels
   * @param y upper edge in pixels
   * @param width the line ends with the last word that fits
   * @param height of a letter in pixels
   */
  Path2D line(double x, double y, double width, double height, SplittableRandom random) {
    var line = new Path2D.Double();
    double advance = height * ADVANCE;
    double at = x;
    while (true) {
      int word = 2 + random.nextInt(9);
      if (at + word * advance > x + width) {
        return line;
      }
      for (int i = 0; i < word; i++) {
        var placed = new AffineTransform(height, 0, 0, height, at, y);
        line.append(letters.get(random.nextInt(LETTERS)).getPathIterator(placed), false);
        at += advance;
      }
      at += advance;
    }
  }
}
