package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReportTest {
  @TempDir Path folder;
  private ArchiveChecks checks;

  @BeforeEach
  void prepare() {
    checks = ArchiveChecks.in(folder);
  }

  @Test
  void tellsOfAnAcceptedArchive() throws IOException {
    var page = image("png", 20, 20);
    var content =
        checks.check(
            aDataset()
                .file("train/letter/page.png", page)
                .file("test/letter/page.png", page)
                .file("notes.csv", "1")
                .bytes());
    var report = content.report();
    assertThat(report.classes()).isEqualTo(content.classes()).hasSize(2);
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                Severity.WARNING,
                ProblemCode.LEAK,
                "test/letter/page.png",
                "train/letter/page.png",
                "the same image is in the train set as train/letter/page.png, so the test is too"
                    + " easy"),
            new Problem(
                Severity.WARNING,
                ProblemCode.NOT_AN_IMAGE,
                "notes.csv",
                null,
                "not an image file, ignored"));
    assertThat(report.totals()).isEqualTo(Map.of(ProblemCode.LEAK, 1, ProblemCode.NOT_AN_IMAGE, 1));
    assertThat(report.total(Severity.WARNING)).isEqualTo(2);
    assertThat(report.total(Severity.ERROR)).isZero();
  }

  @Test
  void tellsOfARefusedArchive() throws IOException {
    var refusal =
        checks.refusal(
            aDataset()
                .file("train/letter/text.png", "text")
                .file("train/invoice/many.png", image("png", 1_001, 1_000))
                .file("notes.csv", "1")
                .bytes());
    var report = refusal.report();
    assertThat(refusal.violations()).hasSize(2);
    assertThat(report.problems())
        .extracting(Problem::severity, Problem::code, Problem::file)
        .containsExactly(
            tuple(Severity.ERROR, ProblemCode.UNREADABLE_IMAGE, "train/letter/text.png"),
            tuple(Severity.ERROR, ProblemCode.TOO_MANY_PIXELS, "train/invoice/many.png"),
            tuple(Severity.WARNING, ProblemCode.NOT_AN_IMAGE, "notes.csv"));
    assertThat(report.classes())
        .containsExactly(new ClassCount("invoice", 2, 1), new ClassCount("letter", 3, 1));
    assertThat(report.thumbnails())
        .extracting(Thumbnail::file)
        .contains("train/letter/0.png", "test/invoice/0.png")
        .doesNotContain("train/letter/text.png", "train/invoice/many.png");
  }

  @Test
  void tellsOfClassesThatAreInOneSetOnly() {
    var report =
        checks.refusal(aDataset().images("train/a", 2).images("test/b", 3).bytes()).report();
    assertThat(report.classes()).contains(new ClassCount("a", 2, 0), new ClassCount("b", 0, 3));
    assertThat(report.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.CLASS_NOT_TRAINED, ProblemCode.CLASS_NOT_MEASURED);
  }

  @Test
  void tellsOfWhatIsNoArchive() {
    var report = checks.refusal("no zip".getBytes()).report();
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                Severity.ERROR, ProblemCode.NOT_AN_ARCHIVE, null, null, "is not a zip archive"));
    assertThat(report.classes()).isEmpty();
    assertThat(report.totals()).isEqualTo(Map.of(ProblemCode.NOT_AN_ARCHIVE, 1));
  }

  @Test
  void keepsTheFirstOfEachCodeAndCountsAll() throws IOException {
    var archive = aDataset();
    for (var number = 0; number < 500; number++) {
      archive.file("notes" + number + ".csv", "1");
    }
    var content = checks.check(archive.file("train/x.png", "misplaced").bytes());
    assertThat(content.report().problems())
        .hasSize(201)
        .extracting(Problem::code)
        .contains(ProblemCode.IGNORED_FILE);
    assertThat(content.report().totals())
        .isEqualTo(Map.of(ProblemCode.NOT_AN_IMAGE, 500, ProblemCode.IGNORED_FILE, 1));
    assertThat(content.warnings()).hasSize(101).last().isEqualTo("and 401 more");
  }

  @Test
  void showsTheFirstImagesOfEachClassAndSetAndThoseWithProblems() throws IOException {
    var twice = image("jpg", 640, 480);
    var archive =
        anArchive()
            .images("train/many", 20)
            .images("train/few", 2)
            .images("test/many", 5)
            .images("test/few", 1)
            .file("train/many/z1.jpg", twice)
            .file("train/many/z2.jpg", twice);
    var thumbnails = checks.check(archive.bytes()).report().thumbnails();
    assertThat(thumbnails)
        .extracting(Thumbnail::file)
        .containsExactly(
            "test/few/0.png",
            "test/many/0.png",
            "test/many/1.png",
            "test/many/2.png",
            "test/many/3.png",
            "train/few/0.png",
            "train/few/1.png",
            "train/many/0.png",
            "train/many/1.png",
            "train/many/2.png",
            "train/many/3.png",
            "train/many/z1.jpg",
            "train/many/z2.jpg");
    var large = thumbnails.get(12);
    assertThat(large.className()).isEqualTo("many");
    assertThat(large.test()).isFalse();
    assertThat(size(large)).isEqualTo("256 × 192");
    assertThat(size(thumbnails.get(0))).isEqualTo("16 × 8");
  }

  @Test
  void showsImagesThatAreDividedHereAtTheirPlaces() throws IOException {
    var thumbnails =
        checks.check(anArchive().images("a", 5).images("b", 5).bytes()).report().thumbnails();
    assertThat(thumbnails)
        .allSatisfy(
            thumbnail -> {
              assertThat(thumbnail.file()).matches("[ab]/\\d.png");
              assertThat(thumbnail.path())
                  .isEqualTo((thumbnail.test() ? "test/" : "train/") + thumbnail.file());
            })
        .extracting(Thumbnail::test)
        .contains(true, false);
  }

  @Test
  void showsNoMoreThanTwoHundredHoweverManyClassesThereAre() throws IOException {
    var archive = anArchive();
    for (var number = 0; number < 150; number++) {
      var page = image("png", 20, 20 + number);
      archive.file("train/c" + number + "/a.png", page).file("test/c" + number + "/b.png", page);
    }
    var report = checks.check(archive.bytes()).report();
    assertThat(report.totals()).containsEntry(ProblemCode.LEAK, 150);
    assertThat(report.thumbnails()).hasSize(200);
  }

  @Test
  void turnsPhotographsUpright() throws IOException {
    var photograph = new BufferedImage(600, 300, BufferedImage.TYPE_INT_RGB);
    // White at the left, which is at the top once it is turned right.
    for (var y = 0; y < 300; y++) {
      for (var x = 0; x < 300; x++) {
        photograph.setRGB(x, y, 0xFFFFFF);
      }
    }
    var thumbnail =
        checks
            .check(aDataset().file("train/letter/a.jpg", turnedRight(photograph)).bytes())
            .report()
            .thumbnails()
            .stream()
            .filter(made -> made.file().equals("train/letter/a.jpg"))
            .findFirst()
            .orElseThrow();
    assertThat(size(thumbnail)).isEqualTo("128 × 256");
    var shown = ImageIO.read(new ByteArrayInputStream(thumbnail.jpeg()));
    assertThat(shown.getRGB(64, 10) & 0xFF).isGreaterThan(200);
    assertThat(shown.getRGB(64, 245) & 0xFF).isLessThan(50);
  }

  @Test
  void saysHowFarItIs() throws IOException {
    var heard = new ArrayList<String>();
    checks.check(aDataset().bytes(), (images, total) -> heard.add(images + " of " + total));
    assertThat(heard).isEqualTo(List.of("1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"));
  }

  private static String size(Thumbnail thumbnail) throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(thumbnail.jpeg()));
    return image.getWidth() + " × " + image.getHeight();
  }

  /** A JPEG that says that it is to be turned by 90° to the right: orientation 6. */
  private static byte[] turnedRight(BufferedImage image) throws IOException {
    var jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", jpeg);
    var exif =
        new byte[] {
          (byte) 0xFF,
          (byte) 0xE1,
          0,
          34,
          'E',
          'x',
          'i',
          'f',
          0,
          0,
          'M',
          'M',
          0,
          42,
          0,
          0,
          0,
          8,
          0,
          1,
          1,
          0x12,
          0,
          3,
          0,
          0,
          0,
          1,
          0,
          6,
          0,
          0,
          0,
          0,
          0,
          0
        };
    var bytes = new ByteArrayOutputStream();
    bytes.write(jpeg.toByteArray(), 0, 2);
    bytes.write(exif);
    bytes.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return bytes.toByteArray();
  }
}
