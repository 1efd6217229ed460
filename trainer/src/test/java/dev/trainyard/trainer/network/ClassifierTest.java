package dev.trainyard.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.weights.checkpoint.Tensor;
import dev.trainyard.trainer.compute.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  void hasTheNamesAndShapesOfTorchvisionInItsOrder(Architecture architecture) throws IOException {
    String expected;
    try (var golden = getClass().getResourceAsStream("/golden/" + architecture.id() + ".txt")) {
      expected = new String(golden.readAllBytes(), StandardCharsets.US_ASCII);
    }
    try (var classifier = Classifier.random(compute.manager(), architecture, 7, 1)) {
      var actual =
          classifier.stateDict().entrySet().stream()
              .map(entry -> entry.getKey() + " " + dimensions(entry.getValue()) + "\n")
              .collect(Collectors.joining());
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static String dimensions(Tensor tensor) {
    return LongStream.of(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  @Test
  void randomWeightsFollowFromTheSeed() {
    try (var one = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 1);
        var same = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 1);
        var other = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 2)) {
      assertThat(one.stateDict()).isEqualTo(same.stateDict());
      assertThat(one.stateDict()).isNotEqualTo(other.stateDict());
    }
  }

  @Test
  void weightsAreInitialisedByFanOut() {
    try (var classifier = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 1)) {
      var weights = classifier.stateDict().get("layer2.0.conv1.weight").floats();
      double sum = 0;
      for (float weight : weights) {
        sum += (double) weight * weight;
      }
      double expected = 2.0 / (128 * 9);
      assertThat(sum / weights.length).isBetween(expected * 0.98, expected * 1.02);
      for (float bias : classifier.stateDict().get("fc.bias").floats()) {
        assertThat(Math.abs(bias)).isLessThan(1 / (float) Math.sqrt(512));
      }
    }
  }

  @Test
  void replacesAHeadOfAnotherNumberOfClasses() {
    try (var base = Classifier.random(compute.manager(), Architecture.RESNET18, 1000, 1);
        var tuned =
            Classifier.of(compute.manager(), Architecture.RESNET18, 3, base.stateDict(), 5)) {
      assertThat(tuned.headReplaced()).isTrue();
      assertThat(tuned.stateDict().get("fc.weight").shape()).containsExactly(3, 512);
      assertThat(tuned.stateDict().get("layer4.1.conv2.weight"))
          .isEqualTo(base.stateDict().get("layer4.1.conv2.weight"));
    }
  }

  @Test
  void namesWhatDoesNotFit() {
    try (var base = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 1)) {
      var weights = new LinkedHashMap<>(base.stateDict());
      weights.remove("bn1.bias");
      weights.put("conv1.weight", Tensor.of(new float[] {1}, 1));
      assertThatThrownBy(
              () -> Classifier.of(compute.manager(), Architecture.RESNET18, 3, weights, 1))
          .isInstanceOf(IncompatibleWeightsException.class)
          .hasMessageContaining("bn1.bias is missing")
          .hasMessageContaining("conv1.weight");
    }
  }

  @Test
  void countsBatchesOnlyInTraining() {
    try (var classifier = Classifier.random(compute.manager(), Architecture.RESNET18, 3, 1);
        var scratch = compute.manager().newSubManager()) {
      var images = scratch.ones(new Shape(2, 3, 32, 32));
      var before = classifier.stateDict();
      classifier.forward(images, false);
      assertThat(classifier.stateDict()).isEqualTo(before);
      classifier.forward(images, true);
      assertThat(classifier.stateDict().get("bn1.num_batches_tracked").longValue()).isEqualTo(1);
      assertThat(classifier.stateDict().get("bn1.running_var"))
          .isNotEqualTo(before.get("bn1.running_var"));
    }
  }
}
