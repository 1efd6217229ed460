package dev.trainyard.template.archive;

import java.awt.image.BufferedImage;

/**
 * What an image looks like in 1,024 bits: whether it gets brighter from each of 32 × 32 cells to
 * the next one. Copies at another size, quality or brightness differ in few bits. 64 bits, as are
 * usual for photographs, would be the same for all pages of one form.
 *
 * @param bands 32 bits each, spread over the whole image; images that differ in fewer bits than
 *     there are bands have at least one band in common
 */
record DifferenceHash(int[] bands) {
  static final int BANDS = 32;
  private static final int CELLS = 32;

  /** Below it is noise: what is flat must give no bits. */
  private static final int MIN_STEP = 4;

  /** Neighbouring rows of one band are this many cells apart. */
  private static final int SPREAD = 5;

  static DifferenceHash of(BufferedImage image) {
    var grey = SmallImage.of(image, CELLS + 1, CELLS).grey();
    var bands = new int[BANDS];
    for (var y = 0; y < CELLS; y++) {
      for (var x = 0; x < CELLS; x++) {
        var at = y * (CELLS + 1) + x;
        if (grey[at + 1] - grey[at] > MIN_STEP) {
          bands[(x + SPREAD * y) % BANDS] |= 1 << y;
        }
      }
    }
    return new DifferenceHash(bands);
  }

  /** How many bits are set; few of them say nothing. */
  int bits() {
    var bits = 0;
    for (var band : bands) {
      bits += Integer.bitCount(band);
    }
    return bits;
  }

  /** In how many bits two differ, or any number above {@code limit} if in more than that. */
  int distance(DifferenceHash other, int limit) {
    var distance = 0;
    for (var band = 0; band < BANDS && distance <= limit; band++) {
      distance += Integer.bitCount(bands[band] ^ other.bands[band]);
    }
    return distance;
  }
}
