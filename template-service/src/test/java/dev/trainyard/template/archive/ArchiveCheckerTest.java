package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trainyard.kit.problem.Violation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCheckerTest {
  private static final int DIRECTORY_HEADER = 0x02014b50;
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(70_100, 1 << 28, 200, 1 << 20, 1_000_000, 1);

  @TempDir Path folder;

  @Test
  void countsImagesPerClass() throws IOException {
    var content = check(aDataset().bytes());
    assertThat(content.classes())
        .containsExactly(new ClassCount("invoice", 1, 1), new ClassCount("letter", 2, 1));
    assertThat(content.trainImages()).isEqualTo(3);
    assertThat(content.testImages()).isEqualTo(2);
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void warnsOfWhatItIgnores() throws IOException {
    var content =
        check(
            aDataset()
                .images("train/unmeasured", 1)
                .images("train", 1)
                .images("train/letter/deeper", 1)
                .file("notes.csv", "1")
                .file("README.md", "silent")
                .file(".DS_Store", "silent")
                .file("__MACOSX/train/letter/._0.png", "silent")
                .file("train/letter/Thumbs.db", "silent")
                .bytes());
    assertThat(content.warnings())
        .containsExactly(
            "notes.csv: not an image file, ignored",
            "train/0.png: not in train/<class>/ or test/<class>/, ignored",
            "train/letter/deeper/0.png: not in train/<class>/ or test/<class>/, ignored",
            "train/unmeasured: no images in test/unmeasured, so it is not measured");
  }

  @Test
  void warnsOfSingleClass() throws IOException {
    var content = check(anArchive().images("train/a", 1).images("test/a", 1).bytes());
    assertThat(content.warnings()).singleElement().asString().contains("one class only");
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
    var violations = refusals(aDataset().file(name, image("png", 8, 8)).bytes());
    assertThat(violations)
        .extracting(Violation::field)
        .containsExactly(name.replace('\u0000', '?'));
  }

  @Test
  void refusesSymbolicLinkEncryptionAndForeignCompression() {
    assertThat(refusals(patched(header -> header.putShort(40, (short) 0xA1FF))))
        .contains(
            new Violation(
                "train/letter/0.png",
                "is a symbolic link or a special file; only files and folders are allowed"));
    assertThat(refusals(patched(header -> header.putShort(8, (short) 1))))
        .contains(new Violation("test/letter/0.png", "is encrypted; pack it without a password"));
    assertThat(refusals(patched(header -> header.putShort(10, (short) 12))))
        .contains(
            new Violation("train/letter/1.png", "is compressed by a method other than deflate"));
  }

  @Test
  void refusesEntryThatUnpacksToMoreThanItSays() {
    assertThat(refusals(patched(header -> header.putInt(24, 10))))
        .isNotEmpty()
        .extracting(Violation::field)
        .contains("train/letter/0.png");
  }

  @Test
  void refusesEveryUnreadableImageByName() {
    var violations =
        refusals(
            aDataset()
                .file("train/letter/text.png", "text")
                .file("train/letter/empty.jpg", "")
                .file("train/letter/cut.png", Arrays.copyOf(image("png", 64, 64), 80))
                .file("train/letter/huge.png", image("png", 1_001, 1_000))
                .file("train/letter/heavy.bmp", image("bmp", 1_000, 999))
                .bytes());
    assertThat(violations)
        .extracting(Violation::field)
        .containsExactly(
            "train/letter/cut.png",
            "train/letter/empty.jpg",
            "train/letter/heavy.bmp",
            "train/letter/huge.png",
            "train/letter/text.png");
  }

  @Test
  void tellsOfAtMostHundredProblems() {
    var archive = aDataset();
    for (var number = 0; number < 150; number++) {
      archive.file("train/letter/text" + number + ".png", "text");
    }
    assertThat(refusals(archive.bytes()))
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
      assertThat(refusals(bytes)).containsExactly(new Violation("archive", "is not a zip archive"));
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
        check(damaged);
      } catch (InvalidArchiveException e) {
        assertThat(e.violations()).isNotEmpty();
      }
    }
  }

  @Test
  void readsZip64AndCountsEntries() throws IOException {
    var archive = aDataset();
    for (var number = 0; number < 70_000; number++) {
      archive.file("ignored/" + number, new byte[0]);
    }
    var bytes = archive.bytes();
    assertThat(check(bytes).trainImages()).isEqualTo(3);
    var fewer = new ArchiveLimits(70_000, 1 << 28, 200, 1 << 20, 1_000_000, 1);
    assertThat(refusals(bytes, fewer))
        .extracting(Violation::message)
        .containsExactly("has 70005 entries; at most 70000 are allowed");
  }

  @Test
  void refusesArchiveThatUnpacksToTooMuch() {
    var bytes = aDataset().bytes();
    assertThat(refusals(bytes, new ArchiveLimits(100, 100, 200, 1 << 20, 1_000_000, 1)))
        .extracting(Violation::message)
        .containsExactly("unpacks to more than the 100 bytes that are allowed");
  }

  @Test
  void warnsOfFewImagesAndOfUnbalancedClasses() throws IOException {
    var bytes =
        anArchive()
            .images("train/many", 30)
            .images("test/many", 1)
            .images("train/few", 3)
            .images("test/few", 1)
            .bytes();
    assertThat(check(bytes, new ArchiveLimits(100, 1 << 28, 200, 1 << 20, 1_000_000, 4)).warnings())
        .containsExactly(
            "The classes are unbalanced: the largest has 30 images to learn from, few has 3.",
            "train/few: 3 images only; a class wants at least 4 to be learned well");
    assertThat(
            check(
                    anArchive()
                        .images("train/a", 29)
                        .images("train/b", 3)
                        .images("test/a", 1)
                        .images("test/b", 1)
                        .bytes())
                .warnings())
        .isEmpty();
  }

  @Test
  void dividesWhatComesWithoutSets() throws IOException {
    var content =
        check(
            anArchive()
                .images("invoice", 10)
                .images("letter", 2)
                .images("lonely", 1)
                .file("README.md", "silent")
                .bytes());
    assertThat(content.classes())
        .containsExactly(
            new ClassCount("invoice", 8, 2),
            new ClassCount("letter", 1, 1),
            new ClassCount("lonely", 1, 0));
    assertThat(content.warnings())
        .containsExactly("train/lonely: no images in test/lonely, so it is not measured");
    assertThat(content.divided().orElseThrow()).hasSize(13);
  }

  @Test
  void dividesNothingBesideSets() throws IOException {
    var content = check(aDataset().images("other", 2).bytes());
    assertThat(content.divided()).isEmpty();
    assertThat(content.warnings())
        .containsExactly(
            "other/0.png: not in train/<class>/ or test/<class>/, ignored",
            "other/1.png: not in train/<class>/ or test/<class>/, ignored");
  }

  @Test
  void refusesAnImageThatIsInTwoClasses() {
    var page = image("png", 20, 20);
    assertThat(
            refusals(
                aDataset()
                    .file("train/letter/page.png", page)
                    .file("train/invoice/scan.png", page)
                    .file("test/letter/again.png", page)
                    .bytes()))
        .containsExactly(
            new Violation(
                "test/letter/again.png",
                "is the same image as train/invoice/scan.png, which is in another class; leave it"
                    + " in the right one"),
            new Violation(
                "train/letter/page.png",
                "is the same image as train/invoice/scan.png, which is in another class; leave it"
                    + " in the right one"));
  }

  @Test
  void warnsOfAnImageToLearnFromThatIsAlsoMeasuredWith() throws IOException {
    var page = image("png", 20, 20);
    assertThat(
            check(
                    aDataset()
                        .file("test/letter/page.png", page)
                        .file("train/letter/z.png", page)
                        .file("train/letter/twice.png", page)
                        .bytes())
                .warnings())
        .containsExactly(
            "test/letter/page.png: the same image is in the train set as train/letter/twice.png,"
                + " so the test is too easy",
            "train/letter/z.png: the same image as train/letter/twice.png");
  }

  @Test
  void refusesATiffOfSeveralPages() throws IOException {
    assertThat(refusals(aDataset().file("train/letter/pages.tif", tiff(3)).bytes()))
        .containsExactly(
            new Violation(
                "train/letter/pages.tif", "has 3 pages; split it into one file for each page"));
    assertThat(check(aDataset().file("train/letter/page.tif", tiff(1)).bytes()).trainImages())
        .isEqualTo(4);
  }

  private static byte[] tiff(int pages) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("tiff").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (var page = 0; page < pages; page++) {
        writer.writeToSequence(
            new IIOImage(new BufferedImage(20, 20 + page, BufferedImage.TYPE_INT_RGB), null, null),
            null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
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

  private List<Violation> refusals(byte[] archive) {
    return refusals(archive, LIMITS);
  }

  private List<Violation> refusals(byte[] archive, ArchiveLimits limits) {
    return catchThrowableOfType(InvalidArchiveException.class, () -> check(archive, limits))
        .violations();
  }

  private ArchiveContent check(byte[] archive) throws IOException {
    return check(archive, LIMITS);
  }

  private ArchiveContent check(byte[] archive, ArchiveLimits limits) throws IOException {
    var file = Files.write(folder.resolve("archive.zip"), archive);
    return new ArchiveChecker(limits, Runnable::run, 1).check(file, new TestSplit(0.2, 42));
  }
}
