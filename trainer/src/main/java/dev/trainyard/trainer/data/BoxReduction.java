package dev.trainyard.trainer.data;

import java.util.Arrays;

/**
 * Makes an image smaller by a whole factor: every pixel is the average of a square of the original,
 * as in a JPEG file that is decoded at reduced size. Reads the original row by row.
 */
final class BoxReduction {
  private BoxReduction() {}

  /** An image whose edges are {@code factor} times shorter, rounded up. */
  static RgbImage reduce(PixelRows rows, int factor) {
    int width = (rows.width() + factor - 1) / factor;
    int height = (rows.height() + factor - 1) / factor;
    int rowLength = width * rows.channels();
    var samples = new byte[Math.multiplyExact(height, rowLength)];
    var row = new byte[rows.width() * rows.channels()];
    if (factor == 1) {
      for (int y = 0; y < height; y++) {
        rows.reader().read(y, row);
        System.arraycopy(row, 0, samples, y * rowLength, rowLength);
      }
    } else {
      var sums = new int[row.length];
      for (int y = 0; y < height; y++) {
        Arrays.fill(sums, 0);
        int end = Math.min((y + 1) * factor, rows.height());
        for (int from = y * factor; from < end; from++) {
          rows.reader().read(from, row);
          add(row, sums);
        }
        average(sums, rows.channels(), factor, end - y * factor, samples, y * rowLength);
      }
    }
    if (rows.channels() == 1) {
      return new RgbImage(width, height, tripled(samples));
    }
    return new RgbImage(width, height, rows.blueFirst() ? RgbImage.swapped(samples) : samples);
  }

  private static void add(byte[] row, int[] sums) {
    for (int i = 0; i < row.length; i++) {
      sums[i] += row[i] & 0xff;
    }
  }

  private static void average(
      int[] sums, int channels, int factor, int rows, byte[] target, int start) {
    int at = start;
    int step = factor * channels;
    for (int first = 0; first < sums.length; first += step) {
      int end = Math.min(first + step, sums.length);
      int count = (end - first) / channels * rows;
      for (int channel = 0; channel < channels; channel++) {
        int sum = count / 2;
        for (int i = first + channel; i < end; i += channels) {
          sum += sums[i];
        }
        target[at++] = (byte) (sum / count);
      }
    }
  }

  private static byte[] tripled(byte[] grey) {
    var samples = new byte[Math.multiplyExact(grey.length, RgbImage.CHANNELS)];
    int at = 0;
    for (byte value : grey) {
      samples[at++] = value;
      samples[at++] = value;
      samples[at++] = value;
    }
    return samples;
  }
}
