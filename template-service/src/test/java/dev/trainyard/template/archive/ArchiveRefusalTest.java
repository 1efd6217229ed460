package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.problem.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, and what some do. */
class ArchiveRefusalTest {
  private static final int DIRECTORY_HEADER = 0x02014b50;

  @TempDir Path folder;
  private ArchiveChecks checks;

  @BeforeEach
  void prepare() {
    checks = ArchiveChecks.in(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.png",
        "train/a/../../evil.png",
        "./evil.png",
        "train//evil.png",
        "/evil.png",
        "C:/evil.png",
        "train\\a\\evil.png",
        "train/a/ev\u0000il.png"
      })
  void refusesPathThatIsNotPlainlyInside(String name) {
    var violations = checks.refusals(aDataset().file(name, image("png", 8, 8)).bytes());
    assertThat(violations)
        .extracting(Violation::field)
        .containsExactly(name.replace('\u0000', '?'));
  }

  @Test
  void refusesSymbolicLinkEncryptionAndForeignCompression() {
    assertThat(checks.refusals(patched(header -> header.putShort(40, (short) 0xA1FF))))
        .contains(
            new Violation(
                "train/letter/0.png",
                "is a symbolic link or a special file; only files and folders are allowed"));
    assertThat(checks.refusals(patched(header -> header.putShort(8, (short) 1))))
        .contains(new Violation("test/letter/0.png", "is encrypted; pack it without a password"));
    assertThat(checks.refusals(patched(header -> header.putShort(10, (short) 12))))
        .contains(
            new Violation("train/letter/1.png", "is compressed by a method other than deflate"));
  }

  @Test
  void refusesEntryThatUnpacksToMoreThanItSays() {
    assertThat(checks.refusals(patched(header -> header.putInt(24, 10))))
        .isNotEmpty()
        .extracting(Violation::field)
        .contains("train/letter/0.png");
  }

  @Test
  void tellsOfAtMostHundredProblems() {
    var archive = aDataset();
    for (var number = 0; number < 150; number++) {
      archive.file("train/letter/text" + number + ".png", "text");
    }
    assertThat(checks.refusals(archive.bytes()))
        .hasSizeBetween(101, 102)
        .last()
        .satisfies(last -> assertThat(last.message()).contains("more"));
  }

  @Test
  void refusesWhatIsNoZip() {
    for (var bytes :
        List.of(
            new byte[0],
            "PK".getBytes(StandardCharsets.UTF_8),
            "not a zip".repeat(10_000).getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(aDataset().bytes(), 200))) {
      assertThat(checks.refusals(bytes))
          .containsExactly(new Violation("archive", "is not a zip archive"));
    }
  }

  @Test
  void refusesEveryDamageOfTheDirectoryWithoutFailing() throws IOException {
    var sound = aDataset().bytes();
    var start = indexOfDirectory(sound);
    for (var at = start; at < sound.length; at++) {
      var damaged = sound.clone();
      damaged[at] = (byte) ~damaged[at];
      // Whatever it says, it must be an answer, not a crash.
      try {
        checks.check(damaged);
      } catch (InvalidArchiveException e) {
        assertThat(e.violations()).isNotEmpty();
      }
    }
  }

  @Test
  void refusesArchiveThatUnpacksToTooMuch() {
    var bytes = aDataset().bytes();
    assertThat(checks.with(new ArchiveLimits(100, 100, 200, 1 << 20, 1_000_000, 1)).refusals(bytes))
        .extracting(Violation::message)
        .containsExactly("unpacks to more than the 100 bytes that are allowed");
  }

  /** A dataset whose directory headers were all changed. */
  private static byte[] patched(Consumer<ByteBuffer> change) {
    var bytes = aDataset().bytes();
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (var at = 0; at < bytes.length - 46; at++) {
      if (buffer.getInt(at) == DIRECTORY_HEADER) {
        change.accept(buffer.slice(at, 46).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
    return bytes;
  }

  private static int indexOfDirectory(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (var at = 0; at < bytes.length - 4; at++) {
      if (buffer.getInt(at) == DIRECTORY_HEADER) {
        return at;
      }
    }
    throw new IllegalStateException("no directory");
  }
}
