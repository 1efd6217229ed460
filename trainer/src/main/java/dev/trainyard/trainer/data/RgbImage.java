package dev.trainyard.trainer.data;

/**
 * An image of 8-bit red, green and blue samples, in rows, pixel after pixel.
 *
 * @param width pixels of a row
 * @param height rows
 * @param samples {@code width * height * 3} samples; owned by whoever holds the image
 */
record RgbImage(int width, int height, byte[] samples) {
  static final int CHANNELS = 3;

  RgbImage {
    if (samples.length != width * height * CHANNELS) {
      throw new IllegalArgumentException("wrong number of samples");
    }
  }

  /** Turns blue, green, red into red, green, blue, in place. */
  static byte[] swapped(byte[] samples) {
    for (int i = 0; i < samples.length; i += CHANNELS) {
      byte blue = samples[i];
      samples[i] = samples[i + 2];
      samples[i + 2] = blue;
    }
    return samples;
  }
}
