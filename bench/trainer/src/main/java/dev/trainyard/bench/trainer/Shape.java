package dev.trainyard.bench.trainer;

/**
 * What one training step works on.
 *
 * @param imageSize edge of the square input, pixels
 * @param batchSize images per step
 */
record Shape(int imageSize, int batchSize) {
  static final Shape SMALL = new Shape(64, 16);
  static final Shape LARGE = new Shape(224, 8);

  @Override
  public String toString() {
    return "%d px, batch %d".formatted(imageSize, batchSize);
  }
}
