package dev.trainyard.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierTest {
  private Compute compute;

  @BeforeEach
  void open() {
    compute = Compute.open(Device.CPU);
  }

  @AfterEach
  void close() {
    compute.close();
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void keepsTheWeightsItWasGiven(Architecture architecture) {
    var weights = Weights.random(architecture, 7, 1);
    try (var classifier = new Classifier(compute.manager(), weights)) {
      assertThat(classifier.stateDict()).isEqualTo(weights.tensors());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RESNET18, FLOAT32",
    "RESNET18, BFLOAT16",
    "RESNET34, BFLOAT16",
    "RESNET50, FLOAT32",
    "RESNET50, BFLOAT16"
  })
  void changesNothingInEvaluationAndEverythingInTraining(
      Architecture architecture, Precision precision) {
    try (var classifier =
            new Classifier(
                compute.manager(),
                Weights.random(architecture, 3, 1),
                MemoryFormat.CONTIGUOUS,
                precision);
        var optimizer = new MomentumOptimizer(compute.manager(), classifier, Map.of());
        var scratch = compute.manager().newSubManager()) {
      var before = classifier.stateDict();
      classifier.forward(images(scratch));
      assertThat(classifier.stateDict()).isEqualTo(before);

      optimizer.step(images(scratch), scratch.create(new long[] {0, 2}), 0.1);

      var after = classifier.stateDict();
      assertThat(after.get("bn1.num_batches_tracked").longValue()).isEqualTo(1);
      assertThat(after.keySet())
          .allSatisfy(name -> assertThat(after.get(name)).isNotEqualTo(before.get(name)));
    }
  }

  @Test
  void evaluatesIn32BitsWhateverItLearnsIn() {
    var weights = Weights.random(Architecture.RESNET18, 3, 1);
    try (var plain = new Classifier(compute.manager(), weights);
        var mixed =
            new Classifier(
                compute.manager(), weights, MemoryFormat.CONTIGUOUS, Precision.BFLOAT16);
        var scratch = compute.manager().newSubManager()) {
      assertThat(mixed.forward(images(scratch)).toFloatArray())
          .isEqualTo(plain.forward(images(scratch)).toFloatArray());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16"})
  void changesTheHeadAloneWhileTheBackboneIsFrozen(Precision precision) {
    try (var classifier =
            new Classifier(
                compute.manager(),
                Weights.random(Architecture.RESNET18, 3, 1),
                MemoryFormat.CONTIGUOUS,
                precision);
        var optimizer = new MomentumOptimizer(compute.manager(), classifier, Map.of());
        var scratch = compute.manager().newSubManager()) {
      var before = classifier.stateDict();
      double first = 0;
      double loss = 0;
      for (int i = 0; i < 20; i++) {
        loss =
            optimizer
                .stepHead(images(scratch), scratch.create(new long[] {0, 2}), 0.05)
                .getFloat(0);
        first = i == 0 ? loss : first;
      }
      assertThat(loss).isLessThan(first / 2);
      var after = classifier.stateDict();
      assertThat(after.keySet())
          .allSatisfy(
              name ->
                  assertThat(after.get(name).equals(before.get(name)))
                      .as(name)
                      .isEqualTo(!name.startsWith("fc.")));
    }
  }

  private static NDArray images(NDManager manager) {
    // One white, one with a wave.
    var images = manager.ones(new Shape(2, 3, 64, 64)).mul(2);
    images.set(
        new NDIndex("1"), manager.linspace(-9, 9, 3 * 64 * 64).sin().reshape(new Shape(3, 64, 64)));
    return images;
  }
}
