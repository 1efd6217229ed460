package dev.trainyard.trainer.network;

import ai.djl.nn.Parameter;
import dev.trainyard.trainer.checkpoint.Tensor;
import java.util.Random;

/**
 * torchvision's initialisation: convolutions Kaiming-normal by fan-out, normalisations 1 and 0, the
 * head uniform within ±1/√features. Each tensor draws from a sequence of its own, made from the
 * seed and its name, so that replacing one leaves the others as they were.
 */
final class InitialWeights {
  private final long seed;

  InitialWeights(long seed) {
    this.seed = seed;
  }

  Tensor create(String name, Parameter parameter, long headFeatures) {
    long[] shape = parameter.getShape().getShape();
    var values = new float[Math.toIntExact(parameter.getShape().size())];
    var random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    switch (parameter.getType()) {
      case GAMMA, RUNNING_VAR -> java.util.Arrays.fill(values, 1f);
      case WEIGHT -> {
        if (shape.length == 4) {
          double deviation = Math.sqrt(2.0 / (shape[0] * shape[2] * shape[3]));
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
          }
        } else {
          uniform(values, random, headFeatures);
        }
      }
      case BIAS -> uniform(values, random, headFeatures);
      case BETA, RUNNING_MEAN, OTHER -> java.util.Arrays.fill(values, 0f);
    }
    return Tensor.of(values, shape);
  }

  private static void uniform(float[] values, Random random, long features) {
    double bound = 1 / Math.sqrt(features);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
    }
  }
}
