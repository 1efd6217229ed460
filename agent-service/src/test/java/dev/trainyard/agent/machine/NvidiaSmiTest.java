package dev.trainyard.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
  private static final String ANSWER = "0, NVIDIA H100 80GB HBM3, 81559, 550.54.15, 37, 1024";

  @TempDir Path directory;

  @Test
  void asksTheProgram() throws IOException {
    assertThat(program(script()).read()).hasSize(1);
  }

  @Test
  void asksNoMoreWhenThereIsNoProgram() throws IOException {
    var nvidia = program(directory.resolve("nvidia-smi"));
    assertThat(nvidia.read()).isEmpty();
    script();
    assertThat(nvidia.read()).isEmpty();
  }

  @Test
  void asksAgainWhenTheProgramCouldNotBeStarted() throws IOException {
    var script = script();
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-------"));
    var nvidia = program(script);
    assertThat(nvidia.read()).isEmpty();
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    assertThat(nvidia.read()).hasSize(1);
  }

  @Test
  void startsNoSecondOneWhileTheFirstHangs() {
    var hanging = new HangingProcess();
    var starts = new AtomicInteger();
    var nvidia =
        new NvidiaSmi(
            List.of("nvidia-smi"),
            command -> {
              starts.incrementAndGet();
              return hanging;
            },
            Duration.ofMillis(1));
    nvidia.read();
    nvidia.read();
    assertThat(starts).hasValue(1);
    hanging.alive = false;
    nvidia.read();
    assertThat(starts).hasValue(2);
  }

  private static NvidiaSmi program(Path file) {
    return new NvidiaSmi(List.of(file.toString()), NvidiaSmi::start, Duration.ofSeconds(10));
  }

  private Path script() throws IOException {
    var script =
        Files.writeString(directory.resolve("nvidia-smi"), "#!/bin/sh\necho '" + ANSWER + "'\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** Waits in the driver, where no signal reaches it. */
  private static final class HangingProcess extends Process {
    private boolean alive = true;

    @Override
    public boolean isAlive() {
      return alive;
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
      return !alive;
    }

    @Override
    public int waitFor() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int exitValue() {
      return 1;
    }

    @Override
    public void destroy() {}

    @Override
    public Process destroyForcibly() {
      return this;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }
  }

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
