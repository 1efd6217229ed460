package dev.trainyard.bench.trainer.scans;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;
import java.util.SplittableRandom;

/** Makes a clean page look scanned: tinted paper, uneven light, noise of the sensor. */
final class Paper {
  private static final int NOISE_VALUES = 1 << 16;
  private static final int[] NOISE = noise();

  private Paper() {}

  private static int[] noise() {
    var random = new Random(11);
    var values = new int[NOISE_VALUES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) Math.round(random.nextGaussian() * 256);
    }
    return values;
  }

  /** Changes a {@code TYPE_INT_RGB} page in place. */
  static void age(BufferedImage page, SplittableRandom random) {
    int[] pixels = ((DataBufferInt) page.getRaster().getDataBuffer()).getData();
    int red = 240 + random.nextInt(14);
    int green = 238 + random.nextInt(14);
    int blue = 222 + random.nextInt(26);
    int shade = random.nextInt(16);
    int strength = 750 + random.nextInt(400);
    int at = 0;
    for (int y = 0; y < page.getHeight(); y++) {
      int light = 256 - shade * y / page.getHeight();
      int noiseAt = random.nextInt();
      for (int x = 0; x < page.getWidth(); x++) {
        int pixel = pixels[at];
        int noise = NOISE[noiseAt++ & (NOISE_VALUES - 1)] * strength >> 16;
        pixels[at++] =
            channel(pixel >> 16 & 0xff, red, light, noise) << 16
                | channel(pixel >> 8 & 0xff, green, light, noise) << 8
                | channel(pixel & 0xff, blue, light, noise);
      }
    }
  }

  private static int channel(int value, int tint, int light, int noise) {
    return Math.max(0, Math.min(255, (value * tint * light >> 16) + noise));
  }
}
