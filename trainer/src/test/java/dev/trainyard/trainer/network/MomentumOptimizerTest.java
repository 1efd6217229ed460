package dev.trainyard.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MomentumOptimizerTest {
  // These steps amplify rounding: PyTorch's mixed precision deviates by 0.72, other weights by 1.4.
  private static final double MIXED_DEVIATION = 0.9;

  /** Golden file: what PyTorch made of the same steps; see {@link ReferenceSteps}. */
  @ParameterizedTest
  @EnumSource(MemoryFormat.class)
  void makesOfTheWeightsWhatPyTorchMakesOfThem(MemoryFormat format) throws Exception {
    var golden =
        CheckpointReader.read(
            Path.of(getClass().getResource("/golden/torchvision-steps.pth").toURI()));
    try (var compute = Compute.open(Device.CPU)) {
      var trained = ReferenceSteps.run(compute, ReferenceSteps.start(), format, Precision.FLOAT32);
      assertThat(golden).hasSizeGreaterThan(10);
      golden.forEach(
          (name, expected) ->
              assertThat(ReferenceSteps.difference(trained.get(name), expected))
                  .as(name)
                  .isLessThan(ReferenceSteps.TOLERANCE));
    }
  }

  @ParameterizedTest
  @EnumSource(MemoryFormat.class)
  void learnsNearlyTheSameInMixedPrecision(MemoryFormat format) {
    try (var compute = Compute.open(Device.CPU)) {
      var start = ReferenceSteps.start();
      var exact = ReferenceSteps.run(compute, start, format, Precision.FLOAT32);
      var mixed = ReferenceSteps.run(compute, start, format, Precision.BFLOAT16);
      double deviation = ReferenceSteps.deviation(start.tensors(), exact, mixed);
      assertThat(deviation).isBetween(1e-4, MIXED_DEVIATION);
      assertThat(exact.keySet())
          .allSatisfy(
              name -> {
                assertThat(mixed.get(name).type()).isEqualTo(exact.get(name).type());
                assertThat(mixed.get(name)).isNotEqualTo(start.tensors().get(name));
              });
    }
  }

  /** Weights of bfloat16 would stand still where a step is less than their eighth bit. */
  @Test
  void keepsWeightsOf32BitsInMixedPrecision() {
    try (var compute = Compute.open(Device.CPU)) {
      var trained =
          ReferenceSteps.run(
              compute, ReferenceSteps.start(), MemoryFormat.CONTIGUOUS, Precision.BFLOAT16);
      for (float weight : trained.get("layer4.1.conv2.weight").floats()) {
        if ((Float.floatToRawIntBits(weight) & 0xffff) != 0) {
          return;
        }
      }
      fail("every weight is rounded");
    }
  }

  @Test
  void goesOnFromItsStateAsIfItHadNeverStopped() {
    try (var compute = Compute.open(Device.CPU);
        var one = new Classifier(compute.manager(), Weights.random(Architecture.RESNET18, 3, 1));
        var optimizer = new MomentumOptimizer(compute.manager(), one, Map.of())) {
      ReferenceSteps.step(compute, optimizer, 0.1);
      var weights = one.stateDict();
      var state = optimizer.state();
      assertThat(state).hasSize(62);
      ReferenceSteps.step(compute, optimizer, 0.05);

      try (var other =
              new Classifier(compute.manager(), Weights.of(Architecture.RESNET18, 3, weights, 1));
          var resumed = new MomentumOptimizer(compute.manager(), other, state)) {
        ReferenceSteps.step(compute, resumed, 0.05);
        assertThat(other.stateDict()).isEqualTo(one.stateDict());
        assertThat(resumed.state()).isEqualTo(optimizer.state());
      }
    }
  }
}
