package dev.trainyard.trainer.data;

import java.util.Arrays;

/**
 * Fits an image into a square without stretching it: scaled with a triangle filter that averages
 * when it shrinks, centred, on white.
 */
final class Letterbox {
  private static final int CHANNELS = RgbImage.CHANNELS;

  private Letterbox() {}

  /** The upright image as {@code size * size * 3} samples. */
  static byte[] fit(DecodedImage decoded, int size) {
    double scale = size / Math.max(decoded.width(), decoded.height());
    int width = Math.max(1, (int) Math.round(decoded.width() * scale));
    int height = Math.max(1, (int) Math.round(decoded.height() * scale));
    var fitting = decoded.orientation().apply(resize(decoded, width, height));
    return centre(fitting, size);
  }

  private static byte[] centre(RgbImage image, int size) {
    if (image.width() == size && image.height() == size) {
      return image.samples();
    }
    var square = new byte[size * size * CHANNELS];
    Arrays.fill(square, (byte) 255);
    int left = (size - image.width()) / 2;
    int top = (size - image.height()) / 2;
    int rowLength = image.width() * CHANNELS;
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(
          image.samples(), y * rowLength, square, ((top + y) * size + left) * CHANNELS, rowLength);
    }
    return square;
  }

  private static RgbImage resize(DecodedImage decoded, int width, int height) {
    var image = decoded.image();
    if (width == image.width() && height == image.height()) {
      return image;
    }
    var columns = Filter.of(image.width(), decoded.width(), width);
    var rows = Filter.of(image.height(), decoded.height(), height);
    var narrowed = narrow(image, columns);
    return new RgbImage(width, height, shorten(narrowed, width * CHANNELS, rows));
  }

  private static float[] narrow(RgbImage image, Filter columns) {
    byte[] samples = image.samples();
    var narrowed = new float[image.height() * columns.starts.length * CHANNELS];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width() * CHANNELS;
      for (int x = 0; x < columns.starts.length; x++) {
        int from = row + columns.starts[x] * CHANNELS;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : columns.weights[x]) {
          red += weight * (samples[from] & 0xff);
          green += weight * (samples[from + 1] & 0xff);
          blue += weight * (samples[from + 2] & 0xff);
          from += CHANNELS;
        }
        narrowed[at] = red;
        narrowed[at + 1] = green;
        narrowed[at + 2] = blue;
        at += CHANNELS;
      }
    }
    return narrowed;
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

  /** For every position of the target, the first source position and the weights from there on. */
  private record Filter(int[] starts, float[][] weights) {
    static Filter of(int source, double length, int target) {
      double step = length / target;
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
