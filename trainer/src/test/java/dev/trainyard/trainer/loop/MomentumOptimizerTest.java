package dev.trainyard.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.weights.Architecture;
import dev.trainyard.trainer.network.Classifier;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MomentumOptimizerTest {
  private static final String DECAYING = "fc.weight";
  private static final String NOT_DECAYING = "fc.bias";

  @Test
  void followsPyTorchsRuleWhenTheRateChanges() {
    try (var compute = Compute.open(Device.CPU);
        var classifier = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 1);
        var optimizer = new MomentumOptimizer(compute.manager(), classifier, Map.of())) {
      float[] weights = values(classifier, DECAYING);
      float[] biases = values(classifier, NOT_DECAYING);
      var weightMomentum = new double[weights.length];
      var biasMomentum = new double[biases.length];
      for (double rate : new double[] {0.1, 0.01, 0.2}) {
        backward(compute, classifier);
        double clip = clipFactor(classifier);
        float[] weightGradient = gradient(classifier, DECAYING);
        float[] biasGradient = gradient(classifier, NOT_DECAYING);
        optimizer.step(rate);
        for (int i = 0; i < weights.length; i++) {
          weightMomentum[i] =
              0.9 * weightMomentum[i] + clip * weightGradient[i] + 1e-4 * weights[i];
          weights[i] -= (float) (rate * weightMomentum[i]);
        }
        for (int i = 0; i < biases.length; i++) {
          biasMomentum[i] = 0.9 * biasMomentum[i] + clip * biasGradient[i];
          biases[i] -= (float) (rate * biasMomentum[i]);
        }
        assertThat(values(classifier, DECAYING)).containsExactly(weights, within(1e-5f));
        assertThat(values(classifier, NOT_DECAYING)).containsExactly(biases, within(1e-5f));
        assertThat(gradient(classifier, DECAYING)).containsOnly(0f);
      }
    }
  }

  // A loss steep enough for the gradients to be clipped.
  private static void backward(Compute compute, Classifier classifier) {
    try (var scratch = compute.manager().newSubManager()) {
      var images = scratch.linspace(-1, 1, 4 * 3 * 32 * 32).reshape(new Shape(4, 3, 32, 32));
      try (var gradients = compute.collectGradients()) {
        gradients.backward(classifier.forward(images, true).square().sum());
      }
    }
  }

  private static double clipFactor(Classifier classifier) {
    double sum = 0;
    for (var array : classifier.trainedArrays().values()) {
      for (float value : array.getGradient().toFloatArray()) {
        sum += (double) value * value;
      }
    }
    return Math.min(1, MomentumOptimizer.MAX_GRADIENT_NORM / (Math.sqrt(sum) + 1e-6));
  }

  private static float[] values(Classifier classifier, String name) {
    return classifier.trainedArrays().get(name).toFloatArray();
  }

  private static float[] gradient(Classifier classifier, String name) {
    try (var gradient = classifier.trainedArrays().get(name).getGradient()) {
      return gradient.toFloatArray();
    }
  }
}
