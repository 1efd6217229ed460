package dev.trainyard.trainer.data;

import dev.trainyard.contracts.training.Augmentation;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Turns 8-bit samples into network input: augmentation, then normalisation, channel after channel.
 * What is random depends on the seed, the iteration and the image's place in the batch only, so the
 * result does not depend on the number of workers. Thread-safe.
 */
public final class ImagePreparation {
  private static final int NOISE_VALUES = 1 << 16;
  private static final double MAX_LOG_GAIN = Math.log(1.25);
  private static final double MAX_LOG_GAMMA = Math.log(1.4);
  private static final double MAX_NOISE_DEVIATION = 0.04;

  private static final int LEVELS = 256;

  /** Where in the table of noise an image begins, and how strong its noise is. */
  private record Noise(float deviation, int start) {}

  private final Augmentation augmentation;
  private final long seed;
  private final int imageSize;
  private final float[] mean = new float[RgbImage.CHANNELS];
  private final float[] scale = new float[RgbImage.CHANNELS];
  private final float[][] plain;
  private final double[] logarithms = new double[LEVELS];
  private final float[] noiseTable;

  public ImagePreparation(
      Augmentation augmentation, Normalisation normalisation, int imageSize, long seed) {
    this.augmentation = augmentation;
    this.seed = seed;
    this.imageSize = imageSize;
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      mean[channel] = normalisation.mean().get(channel);
      scale[channel] = 1 / normalisation.deviation().get(channel);
    }
    var levels = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      levels[level] = level / 255f;
      logarithms[level] = StrictMath.log(level / 255.0);
    }
    plain = normalised(levels);
    // A Gaussian per sample and image would cost more than the rest; a random walk through a table
    // of them looks the same to the network.
    noiseTable = augmentation == Augmentation.NONE ? new float[0] : gaussians(seed, imageSize);
  }

  /** Random values, the first of which come again at the end, so that a row never wraps around. */
  private static float[] gaussians(long seed, int rowLength) {
    var random = new Random(seed);
    var values = new float[NOISE_VALUES + rowLength];
    for (int i = 0; i < NOISE_VALUES; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < rowLength; i++) {
      values[NOISE_VALUES + i] = values[i % NOISE_VALUES];
    }
    return values;
  }

  /** An image as the network sees it in training, {@code 3 * size * size} numbers. */
  public void augment(byte[] samples, long iteration, int place, float[] target) {
    var random = new SplittableRandom(mix(mix(seed) + iteration) + place);
    int quarterTurns =
        switch (augmentation) {
          case ROTATIONS_EXPOSURE_NOISE -> random.nextInt(4);
          case EXPOSURE_NOISE, NONE -> 0;
        };
    switch (augmentation) {
      case ROTATIONS_EXPOSURE_NOISE, EXPOSURE_NOISE -> {
        float[][] exposed = normalised(exposure(random));
        float deviation = (float) (random.nextDouble() * MAX_NOISE_DEVIATION);
        write(samples, quarterTurns, exposed, new Noise(deviation, random.nextInt()), target);
      }
      case NONE -> prepare(samples, target);
    }
  }

  /** An image as the network sees it in evaluation. */
  public void prepare(byte[] samples, float[] target) {
    write(samples, 0, plain, null, target);
  }

  private float[] exposure(SplittableRandom random) {
    double logGain = (random.nextDouble() * 2 - 1) * MAX_LOG_GAIN;
    double gamma = Math.exp((random.nextDouble() * 2 - 1) * MAX_LOG_GAMMA);
    var exposed = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      exposed[level] = (float) Math.min(1, StrictMath.exp(logGain + gamma * logarithms[level]));
    }
    return exposed;
  }

  /** What a sample of each level is in each channel. */
  private float[][] normalised(float[] levels) {
    var tables = new float[RgbImage.CHANNELS][LEVELS];
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        tables[channel][level] = (levels[level] - mean[channel]) * scale[channel];
      }
    }
    return tables;
  }

  // Row by row in short loops over arrays that stay in the processor's nearest cache: the compiler
  // turns all but the look-up into vector instructions.
  private void write(
      byte[] samples, int quarterTurns, float[][] tables, Noise noise, float[] target) {
    int last = imageSize - 1;
    int start = new int[] {0, last * imageSize, last * imageSize + last, last}[quarterTurns];
    int right = new int[] {1, -imageSize, -1, imageSize}[quarterTurns];
    int down = new int[] {imageSize, 1, -imageSize, -1}[quarterTurns];
    var row = new float[imageSize];
    var noiseRow = new float[imageSize];
    for (int y = 0; y < imageSize; y++) {
      for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
        int from = (start + y * down) * RgbImage.CHANNELS + channel;
        lookUp(samples, from, right * RgbImage.CHANNELS, tables[channel], row);
        if (noise != null) {
          // Rows must not repeat one another when a row is as long as the table.
          int noiseAt = noise.start + channel * 7919 + y * (imageSize + 31);
          System.arraycopy(noiseTable, noiseAt & (NOISE_VALUES - 1), noiseRow, 0, noiseRow.length);
          addScaled(noiseRow, noise.deviation * scale[channel], row);
          clamp(row, -mean[channel] * scale[channel], (1 - mean[channel]) * scale[channel]);
        }
        System.arraycopy(row, 0, target, (channel * imageSize + y) * imageSize, imageSize);
      }
    }
  }

  private static void lookUp(byte[] samples, int start, int step, float[] table, float[] row) {
    int from = start;
    for (int x = 0; x < row.length; x++) {
      row[x] = table[samples[from] & 0xff];
      from += step;
    }
  }

  private static void addScaled(float[] values, float factor, float[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] += factor * values[x];
    }
  }

  private static void clamp(float[] row, float lowest, float highest) {
    for (int x = 0; x < row.length; x++) {
      row[x] = Math.max(lowest, Math.min(highest, row[x]));
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
