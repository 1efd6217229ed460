package dev.trainyard.trainer.data;

import java.util.Arrays;

/**
 * Fits an image into a square without stretching it: scaled with a triangle filter that averages
 * when it shrinks, centred, on white.
 */
final class Letterbox {
  private static final int CHANNELS = RgbImage.CHANNELS;

  private Letterbox() {}

  /** The image as {@code size * size * 3} samples. */
  static byte[] fit(RgbImage image, int size) {
    double scale = (double) size / Math.max(image.width(), image.height());
    int width = Math.max(1, (int) Math.round(image.width() * scale));
    int height = Math.max(1, (int) Math.round(image.height() * scale));
    var scaled =
        width == image.width() && height == image.height()
            ? image.samples()
            : resize(image, width, height);
    if (width == size && height == size) {
      return scaled;
    }
    var square = new byte[size * size * CHANNELS];
    Arrays.fill(square, (byte) 255);
    int left = (size - width) / 2;
    int top = (size - height) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          scaled,
          y * width * CHANNELS,
          square,
          ((top + y) * size + left) * CHANNELS,
          width * CHANNELS);
    }
    return square;
  }

  private static byte[] resize(RgbImage image, int width, int height) {
    var columns = Filter.of(image.width(), width);
    var rows = Filter.of(image.height(), height);
    var narrowed = new float[image.height() * width * CHANNELS];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width() * CHANNELS;
      for (int x = 0; x < width; x++) {
        float[] weights = columns.weights[x];
        int from = row + columns.starts[x] * CHANNELS;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : weights) {
          red += weight * (image.samples()[from++] & 0xff);
          green += weight * (image.samples()[from++] & 0xff);
          blue += weight * (image.samples()[from++] & 0xff);
        }
        narrowed[at++] = red;
        narrowed[at++] = green;
        narrowed[at++] = blue;
      }
    }
    return shorten(narrowed, width * CHANNELS, rows);
  }

  private static byte[] shorten(float[] image, int rowLength, Filter rows) {
    var result = new byte[rows.starts.length * rowLength];
    var sums = new float[rowLength];
    for (int y = 0; y < rows.starts.length; y++) {
      Arrays.fill(sums, 0.5f);
      int row = rows.starts[y] * rowLength;
      for (float weight : rows.weights[y]) {
        for (int i = 0; i < rowLength; i++) {
          sums[i] += weight * image[row + i];
        }
        row += rowLength;
      }
      for (int i = 0; i < rowLength; i++) {
        result[y * rowLength + i] = (byte) Math.min(255, (int) sums[i]);
      }
    }
    return result;
  }

  /** For every target position, the first source position and the weights from there on. */
  private record Filter(int[] starts, float[][] weights) {
    static Filter of(int source, int target) {
      double step = (double) source / target;
      double radius = Math.max(1, step);
      var starts = new int[target];
      var weights = new float[target][];
      for (int i = 0; i < target; i++) {
        double centre = (i + 0.5) * step;
        int first = Math.max(0, (int) (centre - radius + 0.5));
        int end = Math.min(source, (int) (centre + radius + 0.5));
        var values = new double[Math.max(1, end - first)];
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
          double distance = Math.abs(first + k + 0.5 - centre) / radius;
          values[k] = Math.max(0, 1 - distance);
          sum += values[k];
        }
        starts[i] = Math.min(first, source - 1);
        weights[i] = new float[values.length];
        for (int k = 0; k < values.length; k++) {
          weights[i][k] = (float) (sum > 0 ? values[k] / sum : 1.0 / values.length);
        }
      }
      return new Filter(starts, weights);
    }
  }
}
