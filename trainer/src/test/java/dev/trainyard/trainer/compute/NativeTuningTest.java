package dev.trainyard.trainer.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.junit.jupiter.api.Test;

class NativeTuningTest {
  private interface CLibrary extends Library {
    String getenv(String name);
  }

  @Test
  void keepsGpusFromRoundingUnlessTheEnvironmentSaysOtherwise() {
    assumeTrue(Platform.isLinux());
    NativeTuning.apply();
    var wanted = System.getenv().getOrDefault("NVIDIA_TF32_OVERRIDE", "0");
    assertThat(Native.load("c", CLibrary.class).getenv("NVIDIA_TF32_OVERRIDE")).isEqualTo(wanted);
  }
}
