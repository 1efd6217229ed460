package dev.trainyard.agent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveExtractorTest {
  @TempDir Path directory;

  @Test
  void unpacksFilesOfAnyScript() throws Exception {
    var archive = archiveOf("train/счёт/1.png", "test/счёт/2.png");
    ArchiveExtractor.extract(archive, directory.resolve("out"));
    assertThat(directory.resolve("out/train/счёт/1.png")).hasContent("train/счёт/1.png");
    assertThat(directory.resolve("out/test/счёт/2.png")).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.png", "train/../../evil.png", "..\\evil.png", "/tmp/../../evil"})
  void writesNothingOutsideTheTarget(String name) throws Exception {
    var archive = archiveOf(name);
    assertThatThrownBy(() -> ArchiveExtractor.extract(archive, directory.resolve("out")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    assertThat(directory.resolve("evil.png")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoArchive() throws Exception {
    var file = Files.writeString(directory.resolve("a.zip"), "hello");
    assertThatThrownBy(() -> ArchiveExtractor.extract(file, directory.resolve("out")))
        .isInstanceOf(IOException.class);
  }

  private Path archiveOf(String... names) throws IOException {
    var archive = directory.resolve("archive.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (var name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return archive;
  }
}
