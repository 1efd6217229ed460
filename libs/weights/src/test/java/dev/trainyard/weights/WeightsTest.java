package dev.trainyard.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsTest {
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void haveTheNamesAndShapesOfTorchvisionInItsOrder(Architecture architecture) throws IOException {
    String expected;
    try (var golden = getClass().getResourceAsStream("/golden/" + architecture.id() + ".txt")) {
      expected = new String(golden.readAllBytes(), StandardCharsets.US_ASCII);
    }
    var actual =
        Weights.random(architecture, 7, 1).tensors().entrySet().stream()
            .map(entry -> entry.getKey() + " " + dimensions(entry.getValue()) + "\n")
            .collect(Collectors.joining());
    assertThat(actual).isEqualTo(expected);
  }

  private static String dimensions(Tensor tensor) {
    return LongStream.of(tensor.shape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  @Test
  void followFromTheSeed() {
    var one = Weights.random(Architecture.RESNET18, 3, 1);
    assertThat(one).isEqualTo(Weights.random(Architecture.RESNET18, 3, 1));
    assertThat(one).isNotEqualTo(Weights.random(Architecture.RESNET18, 3, 2));
  }

  @Test
  void areInitialisedByFanOut() {
    var weights = Weights.random(Architecture.RESNET18, 3, 1).tensors();
    float[] convolution = weights.get("layer2.0.conv1.weight").floats();
    double sum = 0;
    for (float weight : convolution) {
      sum += (double) weight * weight;
    }
    double expected = 2.0 / (128 * 9);
    assertThat(sum / convolution.length).isBetween(expected * 0.98, expected * 1.02);
    for (float bias : weights.get("fc.bias").floats()) {
      assertThat(Math.abs(bias)).isLessThan(1 / (float) Math.sqrt(512));
    }
  }

  @Test
  void getANewHeadForAnotherNumberOfClasses() {
    var base = Weights.random(Architecture.RESNET18, 1000, 1);
    var tuned = Weights.of(Architecture.RESNET18, 3, base.tensors(), 5);
    assertThat(tuned.headReplaced()).isTrue();
    assertThat(tuned.tensors().get("fc.weight").shape()).containsExactly(3, 512);
    assertThat(tuned.tensors().get("layer4.1.conv2.weight"))
        .isEqualTo(base.tensors().get("layer4.1.conv2.weight"));
  }

  @Test
  void countBatchesFromZeroWhereTheCounterIsMissing() {
    var base = new LinkedHashMap<>(Weights.random(Architecture.RESNET18, 3, 1).tensors());
    base.remove("bn1.num_batches_tracked");
    var weights = Weights.of(Architecture.RESNET18, 3, base, 1);
    assertThat(weights.headReplaced()).isFalse();
    assertThat(weights.tensors().get("bn1.num_batches_tracked").longValue()).isZero();
  }

  @Test
  void nameWhatDoesNotFit() {
    var base = new LinkedHashMap<>(Weights.random(Architecture.RESNET18, 3, 1).tensors());
    base.remove("bn1.bias");
    base.put("conv1.weight", Tensor.of(new float[] {1}, 1));
    assertThatThrownBy(() -> Weights.of(Architecture.RESNET18, 3, base, 1))
        .isInstanceOf(IncompatibleWeightsException.class)
        .hasMessageContaining("bn1.bias is missing")
        .hasMessageContaining("conv1.weight");
  }
}
