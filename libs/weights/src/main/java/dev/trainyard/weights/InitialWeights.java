package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.Tensor;
import java.util.Arrays;
import java.util.Random;

/**
 * torchvision's initialisation: convolutions Kaiming-normal by fan-out, normalisations 1 and 0, the
 * head uniform within ±1/√features. Each tensor draws from a sequence of its own, made from the
 * seed and its name, so that replacing one leaves the others as they were.
 */
final class InitialWeights {
  private final long seed;
  private final int features;

  /**
   * @param features inputs of the head
   */
  InitialWeights(long seed, int features) {
    this.seed = seed;
    this.features = features;
  }

  Tensor create(TensorSpecification specification) {
    long[] shape = specification.shape();
    if (specification.role() == TensorSpecification.Role.BATCHES_TRACKED) {
      return Tensor.of(0);
    }
    var values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    var random = new Random(seed * 0x9E3779B97F4A7C15L + specification.name().hashCode());
    switch (specification.role()) {
      case CONVOLUTION -> normal(values, random, Math.sqrt(2.0 / (shape[0] * shape[2] * shape[3])));
      case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1f);
      case HEAD_WEIGHT, HEAD_BIAS -> uniform(values, random, 1 / Math.sqrt(features));
      case SHIFT, RUNNING_MEAN, BATCHES_TRACKED -> Arrays.fill(values, 0f);
    }
    return Tensor.of(values, shape);
  }

  private static void normal(float[] values, Random random, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
  }

  private static void uniform(float[] values, Random random, double bound) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
    }
  }
}
