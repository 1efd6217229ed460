package dev.trainyard.monitoring.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.Load.GpuLoad;
import dev.trainyard.monitoring.Samples;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadSumTest {
  private final UUID machineId = UUID.randomUUID();

  @Test
  void addsUpWithTheHighestAndTheLeastFreeDisk() {
    var sum =
        sum(17, new Load(0.25, 10, 100, List.of()))
            .plus(sum(42, new Load(0.75, 30, 40, List.of())));
    assertThat(sum)
        .isEqualTo(
            new LoadSum(
                machineId,
                Samples.NOON,
                "classifier",
                2,
                1.0,
                0.75,
                40,
                30,
                140,
                40,
                List.of(),
                List.of()));
  }

  @Test
  void addsUpEachGpuAndLeavesOutWhatItDoesNotSay() {
    var one = sum(1, new Load(0, 0, 0, List.of(new GpuLoad(0, 0.5, 10L))));
    var other =
        sum(2, new Load(0, 0, 0, List.of(new GpuLoad(1, null, 20L), new GpuLoad(0, 1.0, 30L))));
    var sum = one.plus(other);
    assertThat(sum.gpuSums()).containsExactly(2.0, 1.5, 2.0, 40.0, 0.0, 0.0, 1.0, 20.0);
    assertThat(sum.gpuPeaks()).containsExactly(1.0, 30.0, 0.0, 20.0);
    assertThat(other.plus(one)).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 0", "-0.5, 0", "1.5, 1", "Infinity, 0"})
  void takesNoShareThatIsNone(double said, double taken) {
    assertThat(sum(1, new Load(said, 0, 0, List.of())).cpuSum()).isEqualTo(taken);
  }

  @Test
  void believesInNoGpuThatCannotBe() {
    var load =
        new Load(0, 0, 0, List.of(new GpuLoad(-1, 0.5, 10L), new GpuLoad(2_000_000_000, 0.5, 10L)));
    assertThat(sum(1, load).gpuSums()).isEmpty();
  }

  private LoadSum sum(int second, Load load) {
    return LoadSum.of(
        new Heartbeat(
            machineId,
            UUID.randomUUID(),
            1,
            "gpu-1",
            "0.1.0",
            second,
            Samples.NOON.plusSeconds(second),
            null,
            load,
            null),
        "classifier");
  }
}
