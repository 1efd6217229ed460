package dev.trainyard.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipEndTest {
  private static final int BYTES = 22;

  @TempDir Path folder;

  @Test
  void tellsWhatTheDirectorySays() throws IOException {
    var zip = zip(3);
    assertThat(ZipEnd.of(file(zip)))
        .hasValueSatisfying(
            end -> {
              assertThat(end.entries()).isEqualTo(3);
              assertThat(end.directoryBytes()).isPositive();
            });
  }

  /** The JDK passes over an end whose comment is cut off, and reads the true directory. */
  @Test
  void isNotDeceivedByAnEndInTheCommentOfTheTrueOne() throws IOException {
    var zip = zip(3);
    var hidden = ByteBuffer.allocate(zip.length + BYTES).order(ByteOrder.LITTLE_ENDIAN);
    hidden.put(zip).put(zip, zip.length - BYTES, BYTES);
    hidden.putShort(zip.length - 2, (short) BYTES);
    hidden.putShort(hidden.capacity() - 12, (short) 1);
    hidden.putShort(hidden.capacity() - 2, (short) 1);
    assertThat(ZipEnd.of(file(hidden.array()))).isEmpty();
  }

  @Test
  void saysNothingOfWhatIsNoZip() throws IOException {
    assertThat(ZipEnd.of(file(new byte[5]))).isEmpty();
    assertThat(ZipEnd.of(file(new byte[500]))).isEmpty();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("a.zip"), content);
  }

  private static byte[] zip(int entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var number = 0; number < entries; number++) {
        zip.putNextEntry(new ZipEntry("entry-" + number));
      }
    }
    return bytes.toByteArray();
  }
}
