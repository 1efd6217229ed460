package dev.trainyard.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad archive gets the typed error that says what to do, and leaves nothing behind. */
class HostileBaseModelTest {
  private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);
  private static final String CONFIGURATION =
      """
      formatVersion: 1
      modelType: classifier
      architecture: resnet18
      input:
        imageSize: 224
        mean: [0.5, 0.5, 0.5]
        standardDeviation: [0.5, 0.5, 0.5]
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.pth",
        "/evil.pth",
        "folder/model.pth",
        "..\\evil.pth",
        "model.zip",
        ".pth",
        "evil\u0007.pth"
      })
  void refusesNamesThatAreNoPlainPthFile(String name) throws Exception {
    refuses(zip(Map.of(name, WEIGHTS, "config.yaml", yaml(CONFIGURATION))), "outside any folder");
    assertThat(folder.resolve("evil.pth")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoZip() throws Exception {
    refuses(new byte[0], "not a zip file; make a zip of exactly one .pth file and config.yaml");
    refuses("text".repeat(100).getBytes(StandardCharsets.UTF_8), "not a zip file");
  }

  @Test
  void refusesOtherEntries() throws Exception {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("one.pth", WEIGHTS);
    refuses(zip(entries), "no config.yaml");
    entries.put("config.yaml", yaml(CONFIGURATION));
    entries.put("two.pth", WEIGHTS);
    refuses(zip(entries), "2 entries beside config.yaml");
    for (int i = 0; i < 2_000; i++) {
      entries.put(i + ".pth", WEIGHTS);
    }
    refuses(zip(entries), "2003 entries");
    refuses(zip(Map.of("config.yaml", yaml(CONFIGURATION))), "0 entries beside config.yaml");
    entries.keySet().retainAll(List.of("one.pth", "two.pth", "config.yaml"));
    refuses(renamed(zip(entries), "two.pth", "one.pth"), "two entries of one name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          architecture: resnet18  | architecture: vgg16   | architecture must be one of resnet18
          architecture: resnet18  | other: x              | architecture must be one of resnet18
          formatVersion: 1        | formatVersion: 2      | formatVersion must be 1
          modelType: classifier   | modelType: segmenter  | modelType must be classifier
          imageSize: 224          | imageSize: 100        | input.imageSize must be a multiple of 32
          mean: [0.5, 0.5, 0.5]   | mean: [0.5]           | input.mean must be three numbers
          mean: [0.5, 0.5, 0.5]   | mean: [.nan, 0, 0]    | config.yaml is not readable YAML
          Deviation: [0.5,        | Deviation: [0,        | input.standardDeviation must be three
          modelType: classifier   | classes: [a, a]       | classes must list
          modelType: classifier   | classes: {a: b}       | classes must list
          modelType: classifier   | model: {sha256: no}   | model.sha256 must be
          """)
  void refusesConfigurations(String part, String replacement, String message) throws Exception {
    assertThat(CONFIGURATION).contains(part);
    refuses(archive(CONFIGURATION.replace(part, replacement)), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "- a list",
        "{",
        "a: 1\na: 2",
        "!!javax.script.ScriptEngineManager [x]",
        "a: &a [x]\nb: [*a, *a]\n--- \nc: d"
      })
  void refusesWhatIsNoYamlMapping(String configuration) throws Exception {
    refuses(archive(configuration), "config.yaml");
  }

  @Test
  void refusesConfigurationsThatAreTooLargeOrTooDeep() throws Exception {
    refuses(archive("# " + "x".repeat(5 << 20)), "larger than");
    refuses(archive("a: " + "[".repeat(10_000)), "config.yaml");
  }

  /** As Windows names it in Russia. */
  @Test
  void takesWeightsWithANameInAnEncodingOfItsOwn() throws Exception {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, Charset.forName("IBM866"))) {
      add(zip, "модель.pth", WEIGHTS);
      add(zip, "config.yaml", yaml(CONFIGURATION));
    }
    var file = Files.write(folder.resolve("base.zip"), bytes.toByteArray());

    assertThat(BaseModelArchive.isArchive(file)).isTrue();
    assertThat(BaseModelArchive.unpack(file, folder.resolve("unpacked")).weights())
        .hasBinaryContent(WEIGHTS);
  }

  @Test
  void refusesWeightsThatAreNotTheDescribedOnes() throws Exception {
    var described = "model: {sha256: '%s', sizeBytes: %d}\n";
    refuses(
        archive(CONFIGURATION + described.formatted("0".repeat(64), WEIGHTS.length)),
        "not the one that config.yaml describes");
    refuses(
        archive(CONFIGURATION + described.formatted("0".repeat(64), 3)),
        "not the one that config.yaml describes");
    refuses(archive(CONFIGURATION + described.formatted("0".repeat(64), 1L << 40)), "larger than");
  }

  @Test
  void refusesWeightsThatAreNoCheckpoint() throws Exception {
    var file = Files.write(folder.resolve("base.zip"), archive(CONFIGURATION));
    assertThat(BaseModelArchive.inspect(file).weights()).isNull();
    assertThatThrownBy(() -> BaseModel.read(file, folder.resolve("work")))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining(".pth file cannot be read");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void refusesWeightsThatAreNoFiniteNumbers() throws Exception {
    var tensors = new LinkedHashMap<>(new RandomStateDict(Architecture.RESNET18, 3, 1));
    spoil(tensors, "layer4.1.conv2.weight", Float.NaN);
    spoil(tensors, "bn1.running_var", Float.POSITIVE_INFINITY);
    var weights = folder.resolve("model.pth");
    CheckpointWriter.write(weights, tensors);
    var archive = folder.resolve("base.zip");
    BaseModelArchive.write(archive, weights, BaseModelConfiguration.of(Architecture.RESNET18));

    assertThatThrownBy(() -> BaseModel.check(archive, folder.resolve("work"), Files.size(weights)))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining("in bn1.running_var, layer4.1.conv2.weight; save the weights of");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  /** Replaces the last element. */
  private static void spoil(Map<String, Tensor> tensors, String name, float value) {
    var tensor = tensors.get(name);
    var values = tensor.floats();
    values[values.length - 1] = value;
    tensors.put(name, Tensor.of(values, tensor.shape()));
  }

  @Test
  void refusesDamagedArchivesOrReadsThemRight() throws Exception {
    var whole = archive(CONFIGURATION);
    for (int length = 0; length < whole.length; length++) {
      refuses(Arrays.copyOf(whole, length), "");
    }
    for (int bit = 0; bit < whole.length * 8; bit += 3) {
      var flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      var file = Files.write(folder.resolve("base.zip"), flipped);
      try {
        var unpacked = BaseModelArchive.unpack(file, folder.resolve("unpacked"));
        // A zip also says things that do not matter here, such as times.
        assertThat(unpacked.weights()).hasBinaryContent(WEIGHTS);
        assertThat(unpacked.configuration().input().imageSize()).isEqualTo(224);
        Files.delete(unpacked.weights());
      } catch (InvalidBaseModelException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private void refuses(byte[] content, String message) throws IOException {
    var file = Files.write(folder.resolve("base.zip"), content);
    var work = folder.resolve("unpacked");
    assertThatThrownBy(() -> BaseModelArchive.unpack(file, work))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining(message);
    assertThat(work).isEmptyDirectory();
  }

  private static byte[] archive(String configuration) throws IOException {
    return zip(Map.of("model.pth", WEIGHTS, "config.yaml", yaml(configuration)));
  }

  private static byte[] yaml(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        add(zip, entry.getKey(), entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /** With another name of the same length, which the JDK would not write twice. */
  private static byte[] renamed(byte[] zip, String from, String to) {
    return new String(zip, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
