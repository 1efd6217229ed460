package dev.trainyard.registry.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.trainyard.kit.problem.Violation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String VALID = TestArchives.config(TestArchives.WEIGHTS);

  private final ManifestReader reader = new ManifestReader();

  @Test
  void readsWhatTheTrainerWrites() {
    var manifest = read(VALID);

    assertThat(manifest.architecture()).isEqualTo("resnet18");
    assertThat(manifest.classes()).containsExactly("0", "invoice", "договор");
    assertThat(manifest.imageSize()).isEqualTo(224);
    assertThat(manifest.weightsSizeBytes()).isEqualTo(TestArchives.WEIGHTS.length);
    assertThat(manifest.document().at("/training/startedAt").textValue())
        .isEqualTo("2026-11-23T15:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "formatVersion: 1, formatVersion: 2, config.yaml/formatVersion",
    "formatVersion: 1, formatVersion: '1.0', config.yaml/formatVersion",
    "architecture: resnet18, architecture: alexnet, config.yaml/architecture",
    "- invoice, - 7, config.yaml/classes",
    "- invoice, '- \"0\"', config.yaml/classes",
    "imageSize: 224, imageSize: 0, config.yaml/input.imageSize",
    "imageSize: 224, imageSize: big, config.yaml/input.imageSize",
    "'sha256: ', 'sha256: x', config.yaml/model.sha256",
    "'sizeBytes: ', 'sizeBytes: -', config.yaml/model.sizeBytes"
  })
  void namesTheFieldThatIsWrong(String present, String replacement, String field) {
    assertThat(VALID).contains(present);

    assertRefused(VALID.replace(present, replacement), field);
  }

  @Test
  void namesEverythingThatIsMissingAtOnce() {
    assertThatExceptionOfType(InvalidArchiveException.class)
        .isThrownBy(() -> read("name: x"))
        .extracting(InvalidArchiveException::violations, list(Violation.class))
        .extracting(Violation::field)
        .containsExactly(
            "config.yaml/formatVersion",
            "config.yaml/architecture",
            "config.yaml/classes",
            "config.yaml/input.imageSize",
            "config.yaml/model.sha256",
            "config.yaml/model.sizeBytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "just text",
        "- a\n- list",
        "a: [",
        "a: 1\na: 2",
        "a: 1\n---\nb: 2",
        "\u0000",
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
      })
  void refusesWhatIsNoPlainMapping(String content) {
    assertRefused(content, "config.yaml");
  }

  @Test
  void refusesDeepNesting() {
    assertRefused("a: " + "[".repeat(10_000), "config.yaml");
  }

  @Test
  void doesNotFollowAliases() {
    var content =
        VALID
            .replace("modelType: classifier", "words: &words [invoice]")
            .replace("classes:\n- \"0\"\n- invoice", "classes: *words\nothers:\n- invoice");

    assertRefused(content, "config.yaml/classes");
  }

  private ModelManifest read(String content) {
    return reader.read(content.getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String content, String field) {
    assertThatExceptionOfType(InvalidArchiveException.class)
        .isThrownBy(() -> read(content))
        .extracting(InvalidArchiveException::violations, list(Violation.class))
        .extracting(Violation::field)
        .containsExactly(field);
  }
}
