package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.problem.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCheckerTest {
  @TempDir Path folder;
  private ArchiveChecks checks;

  @BeforeEach
  void prepare() {
    checks = ArchiveChecks.in(folder);
  }

  @Test
  void countsImagesPerClass() throws IOException {
    var content = checks.check(aDataset().bytes());
    assertThat(content.classes())
        .containsExactly(new ClassCount("invoice", 1, 1), new ClassCount("letter", 2, 1));
    assertThat(content.trainImages()).isEqualTo(3);
    assertThat(content.testImages()).isEqualTo(2);
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void warnsOfWhatItIgnores() throws IOException {
    var content =
        checks.check(
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
    var content = checks.check(anArchive().images("train/a", 1).images("test/a", 1).bytes());
    assertThat(content.warnings()).singleElement().asString().contains("one class only");
  }

  @Test
  void readsZip64AndCountsEntries() throws IOException {
    var archive = aDataset();
    for (var number = 0; number < 70_000; number++) {
      archive.file("ignored/" + number, new byte[0]);
    }
    var bytes = archive.bytes();
    assertThat(checks.check(bytes).trainImages()).isEqualTo(3);
    var fewer = new ArchiveLimits(70_000, 1 << 28, 200, 1 << 20, 1_000_000, 1);
    assertThat(checks.with(fewer).refusals(bytes))
        .extracting(Violation::message)
        .containsExactly("has 70005 entries; at most 70000 are allowed");
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
    assertThat(
            checks
                .with(new ArchiveLimits(100, 1 << 28, 200, 1 << 20, 1_000_000, 4))
                .check(bytes)
                .warnings())
        .containsExactly(
            "The classes are unbalanced: the largest has 30 images to learn from, few has 3.",
            "train/few: 3 images only; a class wants at least 4 to be learned well");
    assertThat(
            checks
                .check(
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
        checks.check(
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
  void takesClassNamesOfHundredCharactersWithSpacesInThem() throws IOException {
    var name = "Письмо №1 " + "x".repeat(90);
    assertThat(checks.check(anArchive().images(name, 2).images("letter", 2).bytes()).classes())
        .contains(new ClassCount(name, 1, 1));
  }

  @Test
  void dividesNothingBesideSets() throws IOException {
    var content = checks.check(aDataset().images("other", 2).bytes());
    assertThat(content.divided()).isEmpty();
    assertThat(content.warnings())
        .containsExactly(
            "other/0.png: not in train/<class>/ or test/<class>/, ignored",
            "other/1.png: not in train/<class>/ or test/<class>/, ignored");
  }

  @Test
  void warnsOfAnImageToLearnFromThatIsAlsoMeasuredWith() throws IOException {
    var page = image("png", 20, 20);
    assertThat(
            checks
                .check(
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
  void warnsOfAnImageThatIsCutOffAndCanBeDecodedAllTheSame() throws IOException {
    var whole = image("jpg", 640, 480);
    var cut = Arrays.copyOf(whole, whole.length / 2);
    var content = checks.check(aDataset().file("train/letter/cut.jpg", cut).bytes());
    assertThat(content.trainImages()).isEqualTo(4);
    assertThat(content.warnings())
        .containsExactly(
            "train/letter/cut.jpg: decoded with defects: Truncated File - Missing EOI marker");
    assertThat(content.report().totals()).isEqualTo(Map.of(ProblemCode.IMAGE_DEFECTS, 1));
  }
}
