package dev.trainyard.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NvidiaSmiTest {

  @Test
  void readsEveryGpu() {
    var readings =
        NvidiaSmi.parse(
            """
            0, NVIDIA H100 80GB HBM3, 81559, 550.54.15, 37, 1024
            1, NVIDIA H100 80GB HBM3, 81559, 550.54.15, 0, 4
            """);
    assertThat(readings).hasSize(2);
    assertThat(readings.get(0).gpu().name()).isEqualTo("NVIDIA H100 80GB HBM3");
    assertThat(readings.get(0).gpu().memoryBytes()).isEqualTo(81_559L << 20);
    assertThat(readings.get(0).gpu().driverVersion()).isEqualTo("550.54.15");
    assertThat(readings.get(0).load().utilisation()).isEqualTo(0.37);
    assertThat(readings.get(0).load().memoryUsedBytes()).isEqualTo(1_024L << 20);
    assertThat(readings.get(1).gpu().index()).isEqualTo(1);
  }

  @Test
  void leavesOutWhatAGpuDoesNotTell() {
    var readings = NvidiaSmi.parse("0, NVIDIA GB10, [N/A], 580.82, [Not Supported], [N/A]\n");
    assertThat(readings).hasSize(1);
    assertThat(readings.get(0).load().utilisation()).isNull();
    assertThat(readings.get(0).load().memoryUsedBytes()).isNull();
  }

  @Test
  void findsNoGpuInOtherText() {
    assertThat(NvidiaSmi.parse("No devices were found\n")).isEmpty();
    assertThat(NvidiaSmi.parse("")).isEmpty();
  }
}
