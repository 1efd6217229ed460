package dev.trainyard.trainer.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
  @Test
  void recognisesWhatTheEngineSaysWhenMemoryRunsOut() {
    try (var compute = Compute.open(Device.CPU)) {
      var failure = catchThrowable(() -> compute.manager().zeros(new Shape(1 << 30, 1 << 14)));
      assertThat(failure).isNotNull();
      assertThat(OutOfMemory.isCauseOf(new IllegalStateException("in a step", failure))).isTrue();
      var other = catchThrowable(() -> compute.manager().zeros(new Shape(2)).reshape(3));
      assertThat(other).isNotNull();
      assertThat(OutOfMemory.isCauseOf(other)).isFalse();
    }
  }
}
