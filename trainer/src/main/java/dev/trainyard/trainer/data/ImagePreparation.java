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

  private final Augmentation augmentation;
  private final long seed;
  private final int imageSize;
  private final float[] mean = new float[RgbImage.CHANNELS];
  private final float[] scale = new float[RgbImage.CHANNELS];
  private final float[] noise;

  public ImagePreparation(
      Augmentation augmentation, Normalisation normalisation, int imageSize, long seed) {
    this.augmentation = augmentation;
    this.seed = seed;
    this.imageSize = imageSize;
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      mean[channel] = normalisation.mean().get(channel);
      scale[channel] = 1 / normalisation.deviation().get(channel);
    }
    // A Gaussian per sample and image would cost more than the rest; a random walk through a table
    // of them looks the same to the network.
    noise = augmentation == Augmentation.NONE ? new float[0] : gaussians(seed);
  }

  private static float[] gaussians(long seed) {
    var random = new Random(seed);
    var values = new float[NOISE_VALUES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
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
        float[] exposed = exposure(random);
        double deviation = random.nextDouble() * MAX_NOISE_DEVIATION;
        write(samples, quarterTurns, exposed, (float) deviation, random.nextInt(), target);
      }
      case NONE -> prepare(samples, target);
    }
  }

  /** An image as the network sees it in evaluation. */
  public void prepare(byte[] samples, float[] target) {
    int pixels = imageSize * imageSize;
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      for (int i = 0; i < pixels; i++) {
        float value = (samples[i * RgbImage.CHANNELS + channel] & 0xff) / 255f;
        target[channel * pixels + i] = (value - mean[channel]) * scale[channel];
      }
    }
  }

  private static float[] exposure(SplittableRandom random) {
    double gain = Math.exp((random.nextDouble() * 2 - 1) * MAX_LOG_GAIN);
    double gamma = Math.exp((random.nextDouble() * 2 - 1) * MAX_LOG_GAMMA);
    var exposed = new float[256];
    for (int value = 0; value < exposed.length; value++) {
      exposed[value] = (float) Math.min(1, gain * StrictMath.pow(value / 255.0, gamma));
    }
    return exposed;
  }

  private void write(
      byte[] samples,
      int quarterTurns,
      float[] exposed,
      float deviation,
      int noiseStart,
      float[] target) {
    int pixels = imageSize * imageSize;
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int at = channel * pixels;
      int noiseAt = noiseStart + channel * 7919;
      for (int y = 0; y < imageSize; y++) {
        for (int x = 0; x < imageSize; x++) {
          int from = sourcePixel(x, y, quarterTurns) * RgbImage.CHANNELS + channel;
          float value =
              exposed[samples[from] & 0xff] + deviation * noise[noiseAt++ & (NOISE_VALUES - 1)];
          value = Math.max(0, Math.min(1, value));
          target[at++] = (value - mean[channel]) * scale[channel];
        }
        // Rows must not repeat one another when a row is as long as the table.
        noiseAt += 31;
      }
    }
  }

  private int sourcePixel(int x, int y, int quarterTurns) {
    int last = imageSize - 1;
    return switch (quarterTurns) {
      case 0 -> y * imageSize + x;
      case 1 -> (last - x) * imageSize + y;
      case 2 -> (last - y) * imageSize + last - x;
      default -> x * imageSize + last - y;
    };
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
