package dev.trainyard.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to harm: each is refused with a typed error, fast, and nothing of it runs. */
class HostileCheckpointTest {
  private static final String TENSOR_START =
      "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storage";
  private static final int[] DATA_ENTRY = {1, 2, 3, 4};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(X\2\0\0\0idtR.",
        "cbuiltins\neval\n(X\1\0\0\0" + "1tR.",
        "cposix\nsystem\n.",
        "ctorch\nload\n.",
        "ctorch.nn.modules.linear\nLinear\n)R.",
        "(lp0\n.",
        "i__main__\nX\n.",
        "ccollections\nOrderedDict\n(K\1tR.",
      })
  void refusesWhatIsNotPartOfATensor(String pickle) throws IOException {
    assertRefused(pickle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "}",
        ".",
        "t.",
        "u.",
        "R.",
        "h\1.",
        "Q.",
        "}K\1s.",
        "}(K\1u.",
        "X\u00ff\u00ff\u00ff\u007fabc.",
        "X\u00ff\u00ff\u00ff\u00ffabc.",
        "}]K\1s.",
        "K\1K\2b.",
      })
  void refusesDamagedPickles(String pickle) throws IOException {
    assertRefused(pickle);
  }

  @Test
  void refusesTensorsThatReachBeyondTheirData() throws IOException {
    assertRefused(stateDict(1, "K\0", "(K\2t", "(K\1t"));
    assertRefused(stateDict(1, "K\1", "(K\1t", "(K\1t"));
    assertRefused(stateDict(1, "J\u00ff\u00ff\u00ff\u00ff", "(K\1t", "(K\1t"));
    assertRefused(stateDict(1, "K\0", "(J\u00ff\u00ff\u00ff\u007ft", "(K\1t"));
    // Huge by repetition: a stride of zero.
    assertRefused(stateDict(1, "K\0", "(J\u00ff\u00ff\u00ff\u007ft", "(K\0t"));
    assertRefused(stateDict(1, "K\0", "(J\0\0\0\u0040J\0\0\0\u0040J\0\0\0\u0040t", "(K\0K\0K\0t"));
    assertRefused(stateDict(200, "K\0", "(K\1t", "(K\1t"));
  }

  @Test
  void acceptsTheSamePickleWithHonestNumbers() throws IOException {
    var file = archive(stateDict(1, "K\0", "(K\1t", "(K\1t"));
    assertThat(CheckpointReader.read(file).get("w").shape()).containsExactly(1);
    assertThat(CheckpointReader.describe(file))
        .isEqualTo(Map.of("w", new TensorHeader(Tensor.ElementType.FLOAT32, new long[] {1}, true)));
  }

  @Test
  void describesNothingThatWouldNotFitInLittleMemory() throws IOException {
    var large = archive("}".repeat(2 << 20) + ".");
    assertThatThrownBy(() -> CheckpointReader.describe(large))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("data.pkl is larger than it should be");
    var crowded = folder.resolve("crowded.pth");
    try (var zip = new ZipOutputStream(Files.newOutputStream(crowded))) {
      for (int i = 0; i < 300; i++) {
        zip.putNextEntry(new ZipEntry(i + "x".repeat(20_000)));
        zip.closeEntry();
      }
    }
    assertThatThrownBy(() -> CheckpointReader.describe(crowded))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("too many entries");
  }

  @Test
  void staysFastOnNestedBombs() throws IOException {
    // Every line doubles the value before it: 2^60 leaves if anyone walked them.
    var bomb = new StringBuilder("K\1q\0");
    for (int i = 0; i < 60; i++) {
      bomb.append("h\0h\0\u0086q\0");
    }
    assertRefused(bomb + ".");
    assertRefused("(".repeat(1_000_000) + ".");
    assertRefused("]".repeat(100_000) + "a".repeat(99_999) + ".");
  }

  @Test
  void refusesCompressedEntries() throws IOException {
    var file = folder.resolve("bomb.pth");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[50 << 20]);
      zip.closeEntry();
    }
    assertThatThrownBy(() -> CheckpointReader.read(file))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("compressed");
  }

  @Test
  void survivesEveryTruncation() throws IOException {
    byte[] whole = wholeFile();
    var file = folder.resolve("cut.pth");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(catchThrowable(() -> CheckpointReader.read(file)))
          .as("cut to %d bytes", length)
          .isInstanceOf(IOException.class);
      assertThat(catchThrowable(() -> CheckpointReader.describe(file)))
          .as("cut to %d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void survivesFlippedBits() throws IOException {
    byte[] whole = wholeFile();
    var random = new Random(1);
    var file = folder.resolve("flipped.pth");
    for (int round = 0; round < 1_000; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      var thrown = catchThrowable(() -> CheckpointReader.read(file));
      if (thrown != null) {
        assertThat(thrown).as("round %d", round).isInstanceOf(IOException.class);
        assertThat(catchThrowable(() -> CheckpointReader.describe(file)))
            .as("round %d", round)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void survivesRandomPickles() throws IOException {
    var random = new Random(2);
    byte[] pickle = PickleWriter.stateDict(Map.of("w", Tensor.of(new float[] {1}, 1)));
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = pickle.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(pickle.length)] = (byte) random.nextInt();
      }
      var thrown = catchThrowable(() -> PickleReader.read(damaged));
      if (thrown != null) {
        assertThat(thrown).as("round %d", round).isInstanceOf(InvalidCheckpointException.class);
      }
    }
  }

  private byte[] wholeFile() throws IOException {
    var file = folder.resolve("whole.pth");
    CheckpointWriter.write(
        file, Map.of("w", Tensor.of(new float[] {1, 2, 3}, 3), "n", Tensor.of(7)));
    return Files.readAllBytes(file);
  }

  private void assertRefused(String pickle) throws IOException {
    var file = archive(pickle);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThatThrownBy(() -> CheckpointReader.read(file))
              .isInstanceOf(InvalidCheckpointException.class);
          assertThatThrownBy(() -> CheckpointReader.describe(file))
              .isInstanceOf(InvalidCheckpointException.class);
        });
  }

  private static String stateDict(int elements, String offset, String shape, String strides) {
    return "}X\1\0\0\0w"
        + TENSOR_START
        + "ctorch\nFloatStorage\nX\1\0\0\0"
        + "0X\3\0\0\0cpuK"
        + (char) elements
        + "tQ"
        + offset
        + shape
        + strides
        + "\u0089}tRs.";
  }

  private Path archive(String pickle) throws IOException {
    var file = folder.resolve("archive.pth");
    var data = new ByteArrayOutputStream();
    for (int value : DATA_ENTRY) {
      data.write(value);
    }
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      PlainZip.store(zip, "archive/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
      PlainZip.store(zip, "archive/data/0", data.toByteArray());
    }
    return file;
  }
}
