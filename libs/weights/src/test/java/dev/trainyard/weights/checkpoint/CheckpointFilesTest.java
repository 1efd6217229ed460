package dev.trainyard.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {
  @TempDir Path folder;

  @Test
  void readsBackWhatItWrote() throws Exception {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("b.weight", Tensor.of(new float[] {1, -2.5f, Float.MIN_VALUE, 4, 5, 6}, 3, 2));
    tensors.put("a.num_batches_tracked", Tensor.of(1L << 40));
    tensors.put("ünïcode", Tensor.of(new float[300], 300));
    var file = folder.resolve("model.pth");

    CheckpointWriter.write(file, tensors, Map.of("note.json", new byte[] {1, 2}));

    var read = CheckpointReader.read(file);
    assertThat(read).isEqualTo(tensors);
    assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(tensors.keySet()));
    assertThat(CheckpointReader.attachment(file, "note.json")).hasValue(new byte[] {1, 2});
    assertThat(CheckpointReader.attachment(file, "other.json")).isEmpty();
    assertThat(folder.resolve("model.pth.partial")).doesNotExist();
  }

  @Test
  void writesTheSameBytesForTheSameTensors() throws Exception {
    var tensors = Map.of("w", Tensor.of(new float[] {1, 2}, 2));
    CheckpointWriter.write(folder.resolve("one"), tensors);
    CheckpointWriter.write(folder.resolve("two"), tensors);
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @Test
  void hasTheEntriesThatPyTorchExpects() throws Exception {
    var file = folder.resolve("model.pth");
    CheckpointWriter.write(file, Map.of("w", Tensor.of(new float[] {1}, 1)));
    try (var zip = new ZipFile(file.toFile())) {
      var names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .containsExactly(
              "archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/version");
      assertThat(zip.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED)).isTrue();
      try (var version = zip.getInputStream(zip.getEntry("archive/version"))) {
        assertThat(new String(version.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("3\n");
      }
    }
  }

  @Test
  void readsWhatPyTorchWrote() throws Exception {
    checkGolden(CheckpointReader.read(golden("torch-tensors.pth")));
  }

  @Test
  void findsTheStateDictInATrainingState() throws Exception {
    checkGolden(CheckpointReader.read(golden("torch-training-state.pth")));
  }

  @Test
  void saysThatTheLegacyFormatIsNotSupported() {
    assertThatThrownBy(() -> CheckpointReader.read(golden("torch-legacy.pth")))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("not supported");
  }

  private static void checkGolden(Map<String, Tensor> tensors) {
    assertThat(tensors.get("plain").floats()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(tensors.get("plain").shape()).containsExactly(2, 3);
    assertThat(tensors.get("transposed").floats()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(tensors.get("half").floats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
    assertThat(tensors.get("bfloat16").floats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
    assertThat(tensors.get("double").floats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
    assertThat(tensors.get("parameter").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensors.get("slice").floats()).containsExactly(4, 5);
    assertThat(tensors.get("count").longValue()).isEqualTo(12345678901L);
    assertThat(tensors.get("int").longValue()).isEqualTo(-1);
    assertThat(Collections.min(tensors.keySet())).isEqualTo("bfloat16");
  }

  static Path golden(String name) throws URISyntaxException {
    var file = Path.of(CheckpointFilesTest.class.getResource("/golden/" + name).toURI());
    assertThat(Files.exists(file)).isTrue();
    return file;
  }
}
