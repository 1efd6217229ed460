package dev.trainyard.registry.archive;

import static dev.trainyard.registry.archive.TestArchives.WEIGHTS;
import static dev.trainyard.registry.archive.TestArchives.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.trainyard.kit.problem.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveInspectorTest {
  @TempDir Path directory;

  private final ArchiveInspector inspector = new ArchiveInspector(10_000_000);

  @Test
  void takesWhatTheTrainerWrites() throws IOException {
    assertThat(inspect(TestArchives.valid()).classes()).hasSize(3);
  }

  @Test
  void refusesWhatIsNoZip() {
    assertRefused("no zip at all".getBytes(StandardCharsets.UTF_8), "archive");
    assertRefused(
        "no zip, longer than an end record has to be".getBytes(StandardCharsets.UTF_8), "archive");
  }

  @Test
  void refusesTruncatedZip() {
    var valid = TestArchives.valid();

    assertRefused(Arrays.copyOf(valid, valid.length - 5), "archive");
  }

  @Test
  void refusesDamagedZip() {
    var damaged = TestArchives.valid();
    // The first entry of the directory, and with it what its length means.
    var directory = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    damaged[directory] = 0;

    assertRefused(damaged, "archive");
  }

  @Test
  void refusesMissingConfig() {
    assertRefused(TestArchives.zip(Map.of("model.pth", WEIGHTS)), "archive");
  }

  @Test
  void refusesFurtherEntries() {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("model.pth", WEIGHTS);
    entries.put("config.yaml", config(WEIGHTS).getBytes(StandardCharsets.UTF_8));
    entries.put("../evil.sh", new byte[1]);

    assertRefused(TestArchives.zip(entries), "archive");
  }

  @Test
  void refusesOtherNames() {
    assertRefused(
        TestArchives.zip(Map.of("model.pth", WEIGHTS, "sub/config.yaml", new byte[1])), "archive");
  }

  @Test
  void refusesConfigOfOtherWeights() {
    var other = WEIGHTS.clone();
    other[0]++;

    assertRefused(TestArchives.of(WEIGHTS, config(other)), "model.pth");
    assertRefused(TestArchives.of(WEIGHTS, config(Arrays.copyOf(WEIGHTS, 7))), "model.pth");
  }

  @Test
  void refusesHugeConfig() {
    var huge = config(WEIGHTS) + "# ".repeat(ManifestReader.MAX_BYTES);

    assertRefused(TestArchives.of(WEIGHTS, huge), "config.yaml");
  }

  @Test
  void refusesWeightsThatUnpackToMoreThanAllowed() {
    var bomb = new byte[10_000_001];

    assertRefused(TestArchives.of(bomb, config(bomb)), "model.pth");
  }

  private ModelManifest inspect(byte[] archive) throws IOException {
    return inspector.inspect(Files.write(directory.resolve("model.zip"), archive));
  }

  private void assertRefused(byte[] archive, String field) {
    assertThatExceptionOfType(InvalidArchiveException.class)
        .isThrownBy(() -> inspect(archive))
        .extracting(InvalidArchiveException::violations, list(Violation.class))
        .extracting(Violation::field)
        .containsExactly(field);
  }
}
