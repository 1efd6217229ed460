package dev.trainyard.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.training.Device;
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
  /** Golden file: what PyTorch made of the same steps; see {@link ReferenceSteps}. */
  @ParameterizedTest
  @EnumSource(MemoryFormat.class)
  void makesOfTheWeightsWhatPyTorchMakesOfThem(MemoryFormat format) throws Exception {
    var golden =
        CheckpointReader.read(
            Path.of(getClass().getResource("/golden/torchvision-steps.pth").toURI()));
    try (var compute = Compute.open(Device.CPU)) {
      var trained = ReferenceSteps.run(compute, ReferenceSteps.start(), format);
      assertThat(golden).hasSizeGreaterThan(10);
      golden.forEach(
          (name, expected) ->
              assertThat(ReferenceSteps.difference(trained.get(name), expected))
                  .as(name)
                  .isLessThan(ReferenceSteps.TOLERANCE));
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
