package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.problem.Violation;
import dev.trainyard.kit.testing.HandMadeZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
  void refusesSymbolicLinkAndForeignCompression() {
    assertThat(checks.refusals(patched(header -> header.putShort(40, (short) 0xA1FF))))
        .contains(
            new Violation(
                "train/letter/0.png",
                "is a symbolic link or a special file; only files and folders are allowed"));
    assertThat(checks.refusals(patched(header -> header.putShort(10, (short) 12))))
        .contains(
            new Violation("train/letter/1.png", "is compressed by a method other than deflate"));
  }

  @Test
  void refusesAnArchiveWithAPassword() {
    var zip = new HandMadeZip();
    zip.encrypted("train/letter/0.png", image("png", 8, 8), "secret");
    zip.encrypted("test/letter/0.png", image("png", 8, 9), "secret");
    var refusal = checks.refusal(zip.bytes());
    assertThat(refusal.violations())
        .contains(
            new Violation("train/letter/0.png", "is encrypted; pack it without a password"),
            new Violation("test/letter/0.png", "is encrypted; pack it without a password"));
    assertThat(refusal.report().totals()).containsEntry(ProblemCode.ENCRYPTED, 2);
  }

  @Test
  void refusesEntryThatUnpacksToMoreThanItSays() {
    var bytes = patched(header -> header.putInt(24, 10));
    assertThat(checks.refusals(bytes))
        .contains(
            new Violation(
                "train/letter/0.png",
                "is not a readable image: it unpacks to more bytes than the archive says"));
    assertThat(checks.refusal(bytes).report().totals()).isEqualTo(Map.of(ProblemCode.ZIP_BOMB, 5));
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

  @Test
  void refusesNamesThatAreNotUtf8AndSaysHowToPack() throws IOException {
    for (var encoding : List.of("CP866", "windows-1251", "KOI8-R")) {
      var bytes = new ByteArrayOutputStream();
      try (var zip = new ZipOutputStream(bytes, Charset.forName(encoding))) {
        for (var name : List.of("train/письмо/скан.png", "test/письмо/скан.png")) {
          zip.putNextEntry(new ZipEntry(name));
          zip.write(image("png", 8, 8));
        }
      }
      assertThat(checks.refusals(bytes.toByteArray()))
          .filteredOn(violation -> violation.message().contains("not UTF-8"))
          .hasSize(2)
          .allSatisfy(violation -> assertThat(violation.message()).contains("7-Zip", "-mcu=on"))
          .extracting(Violation::field)
          .allMatch(field -> field.matches("(train|test)/.*\\.png"));
    }
  }

  @Test
  void refusesTwoEntriesOfOneName() {
    var bytes = aDataset().file("train/letter/X.png", image("png", 9, 9)).bytes();
    replace(bytes, "train/letter/X.png", "train/letter/1.png");
    assertThat(checks.refusals(bytes))
        .containsExactly(new Violation("train/letter/1.png", "is in the archive twice"));
    assertThat(checks.refusal(bytes).report().totals())
        .isEqualTo(Map.of(ProblemCode.DUPLICATE_ENTRY, 1));
  }

  @Test
  void refusesANameThatIsAFileAndAFolder() {
    assertThat(
            checks.refusals(
                aDataset()
                    .file("train/letter/a.png", image("png", 9, 9))
                    .file("train/letter/a.png/deeper/b.png", image("png", 9, 9))
                    .bytes()))
        .containsExactly(
            new Violation("train/letter/a.png", "is a file and a folder in the archive"));
  }

  @Test
  void refusesNamesThatNoDiskCanHold() {
    var name = "train/letter/" + "ж".repeat(130) + ".png";
    assertThat(checks.refusals(aDataset().file(name, image("png", 9, 9)).bytes()))
        .containsExactly(
            new Violation(name, "has a name of more than 255 bytes, or a path of more than 1000"));
  }

  /** No ratio tells it: each of them says that it takes as much of the archive as it unpacks to. */
  @Test
  void refusesOneContentThatIsManyFiles() {
    var zip = new HandMadeZip();
    var page = image("bmp", 600, 500);
    var place = zip.file("train/letter/0.bmp", page);
    zip.file("test/letter/0.bmp", image("bmp", 16, 16));
    for (var number = 1; number < 250; number++) {
      zip.list("train/letter/" + number + ".bmp", place);
    }
    assertThat(zip.bytes()).hasSizeLessThan(page.length + 50_000);
    assertThat(checks.refusals(zip.bytes()))
        .containsExactly(
            new Violation("archive", "has files that overlap, or is cut off; pack it anew"));
  }

  static Stream<String> folderNames() {
    return Stream.of(" letters", "letters ", "letters\u2003", "x".repeat(101));
  }

  @ParameterizedTest
  @MethodSource("folderNames")
  void refusesFoldersThatCanBeNoClasses(String name) {
    var withSets =
        checks.refusal(aDataset().images("train/" + name, 2).images("test/" + name, 1).bytes());
    assertThat(withSets.violations())
        .containsExactly(noClass("test/" + name), noClass("train/" + name));
    assertThat(withSets.report().totals()).isEqualTo(Map.of(ProblemCode.CLASS_NAME, 2));
    var toBeDivided =
        checks.refusal(
            anArchive().images("invoice", 2).images("letter", 2).images(name, 2).bytes());
    assertThat(toBeDivided.violations()).containsExactly(noClass(name));
    assertThat(toBeDivided.report().totals()).isEqualTo(Map.of(ProblemCode.CLASS_NAME, 1));
  }

  @Test
  void refusesABombByItsDirectoryAlone() {
    var bytes = patched(header -> header.putInt(24, 200 << 20));
    var roomy = new ArchiveLimits(100, 16L << 30, 200, 1 << 20, 1_000_000, 1);
    assertThat(checks.with(roomy).refusals(bytes))
        .containsExactly(new Violation("archive", "unpacks to more than 200 times its size"));
  }

  private static Violation noClass(String folder) {
    return new Violation(folder, "is no class name: at most 100 characters, no space at the ends");
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

  /** Changes a name wherever it is. */
  private static void replace(byte[] bytes, String name, String other) {
    var from = name.getBytes(StandardCharsets.UTF_8);
    for (var at = 0; at <= bytes.length - from.length; at++) {
      if (Arrays.equals(from, 0, from.length, bytes, at, at + from.length)) {
        System.arraycopy(other.getBytes(StandardCharsets.UTF_8), 0, bytes, at, from.length);
      }
    }
  }
}
