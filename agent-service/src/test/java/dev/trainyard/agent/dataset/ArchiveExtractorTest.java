package dev.trainyard.agent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.storage.DiskException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveExtractorTest {
  private static final int DIRECTORY_ENTRY = 0x02014b50;
  private static final int UNCOMPRESSED_SIZE = 24;

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

  @Test
  void saysThatTheDiskIsTooSmall() throws Exception {
    var names = new String[(int) (Files.getFileStore(directory).getUsableSpace() >> 31) + 2];
    Arrays.setAll(names, i -> "train/a/" + i);
    var archive = claimTwoGibibytesEach(archiveOf(names));
    assertThatThrownBy(() -> ArchiveExtractor.extract(archive, directory.resolve("out")))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("MiB are free. Free some space in or around");
  }

  @Test
  void saysThatTheDiskCannotBeWritten() throws Exception {
    var archive = archiveOf("train/a/1.png");
    var file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> ArchiveExtractor.extract(archive, file.resolve("out")))
        .isInstanceOf(DiskException.class);
  }

  @Test
  void saysThatTheDiskIsFull() {
    assertThatThrownBy(
            () ->
                ArchiveExtractor.write(new ByteArrayInputStream(new byte[1]), Path.of("/dev/full")))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("No space left on device, and ")
        .hasMessageContaining("MiB are free. Free some space in or around /dev");
  }

  @Test
  void blamesTheArchiveForWhatCannotBeRead() {
    var damaged = new SequenceInputStream(new ByteArrayInputStream(new byte[1]), new Damaged());
    assertThatThrownBy(() -> ArchiveExtractor.write(damaged, directory.resolve("file")))
        .isExactlyInstanceOf(ZipException.class);
  }

  @Test
  void blamesTheArchiveForTwoEntriesOfOneName() throws Exception {
    var archive = archiveOf("train/a", "train/a/1.png");
    assertThatThrownBy(() -> ArchiveExtractor.extract(archive, directory.resolve("out")))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("one name");
  }

  private static final class Damaged extends InputStream {
    @Override
    public int read() throws IOException {
      throw new ZipException("invalid block type");
    }
  }

  /** Changes the sizes in the archive's directory. */
  private static Path claimTwoGibibytesEach(Path archive) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(archive)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes.limit() - 46; i++) {
      if (bytes.getInt(i) == DIRECTORY_ENTRY) {
        bytes.putInt(i + UNCOMPRESSED_SIZE, Integer.MAX_VALUE);
      }
    }
    return Files.write(archive, bytes.array());
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
