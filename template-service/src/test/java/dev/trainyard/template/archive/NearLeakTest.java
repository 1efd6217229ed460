package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.anArchive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.template.Archives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies are found, and the same form with other content is no copy. */
class NearLeakTest {
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(1_000, 1 << 30, 200, 8 << 20, 10_000_000, 1);

  @TempDir Path folder;
  private ArchiveChecks checks;

  @BeforeEach
  void prepare() {
    checks = ArchiveChecks.in(folder).with(LIMITS);
  }

  @Test
  void findsTheSameScanInAnotherQualitySizeOrBrightness() throws IOException {
    var scan = FormPage.of(1, 1);
    var copies = new TreeMap<String, byte[]>();
    for (var quality : List.of(0.6, 0.75, 0.95)) {
      copies.put("quality-" + quality, scan.jpeg(quality));
    }
    for (var factor : List.of(0.8, 0.9, 0.97, 1.05)) {
      copies.put("scaled-" + factor, scan.scaled(factor).jpeg(0.85));
    }
    for (var factor : List.of(0.9, 1.1)) {
      copies.put("brighter-" + factor, scan.brighter(factor).jpeg(0.85));
    }
    var archive =
        anArchive()
            .file("train/a/scan.jpg", scan.jpeg(0.9))
            .file("train/a/other.jpg", FormPage.of(1, 2).jpeg(0.9));
    copies.forEach((name, jpeg) -> archive.file("test/a/" + name + ".jpg", jpeg));
    var report = checks.check(archive.bytes()).report();
    assertThat(nearLeaks(report))
        .hasSize(copies.size())
        .allSatisfy((copy, original) -> assertThat(original).isEqualTo("train/a/scan.jpg"));
    assertThat(report.thumbnails())
        .extracting(Thumbnail::file)
        .contains("train/a/scan.jpg", "test/a/quality-0.95.jpg");
  }

  @Test
  void takesNoOtherContentOfTheSameFormForACopy() throws IOException {
    var archive = anArchive();
    for (var content = 0; content < 6; content++) {
      archive.file("train/a/all" + content + ".jpg", FormPage.of(1, content).jpeg(0.9));
      archive.file("test/a/all" + content + ".jpg", FormPage.of(1, 50 + content).jpeg(0.9));
    }
    // One and four short fields of ten, and a table that is the same.
    for (var fields : List.of(1, 4)) {
      archive.file("train/a/few" + fields + ".jpg", FormPage.of(2, 7, fields).jpeg(0.9));
      archive.file("test/a/few" + fields + ".jpg", FormPage.of(2, 8, fields).jpeg(0.9));
    }
    assertThat(checks.check(archive.bytes()).warnings()).noneMatch(text -> text.contains("looks"));
  }

  @Test
  void saysWhereTheCopyIsAndWhetherItIsInAnotherClass() throws IOException {
    var scan = FormPage.of(3, 3);
    var archive =
        anArchive()
            .file("train/a/scan.jpg", scan.jpeg(0.9))
            .file("train/b/other.jpg", FormPage.of(4, 4).jpeg(0.9))
            .file("test/a/same.jpg", scan.jpeg(0.8))
            .file("test/a/equal.jpg", scan.jpeg(0.9))
            .file("test/b/moved.jpg", scan.jpeg(0.7));
    // Byte for byte is another matter, and told once.
    archive.file("train/a/again.jpg", FormPage.of(5, 5).jpeg(0.9));
    var content = checks.check(archive.bytes());
    assertThat(content.warnings())
        .filteredOn(text -> text.startsWith("test/"))
        .containsExactly(
            "test/a/equal.jpg: the same image is in the train set as train/a/scan.jpg, so the test"
                + " is too easy",
            "test/a/same.jpg: looks the same as train/a/scan.jpg, which is in the train set, so the"
                + " test is too easy",
            "test/b/moved.jpg: looks the same as train/a/scan.jpg, which is in the train set in"
                + " another class, a");
    assertThat(content.report().totals()).containsEntry(ProblemCode.NEAR_LEAK, 2);
  }

  @Test
  void comparesNoBlankPages() throws IOException {
    var archive = anArchive();
    for (var page = 0; page < 4; page++) {
      archive.file("train/a/" + page + ".jpg", FormPage.blank(page).jpeg(0.9));
      archive.file("test/a/" + page + ".jpg", FormPage.blank(10 + page).jpeg(0.9));
    }
    assertThat(nearLeaks(checks.check(archive.bytes()).report())).isEmpty();
  }

  @Test
  void tellsOfABoundedNumberAndCountsTheRest() throws IOException {
    var page = FormPage.of(6, 6).scaled(0.2);
    Archives archive = anArchive().file("train/a/scan.jpg", page.jpeg(0.9));
    for (var copy = 0; copy < 230; copy++) {
      archive.file("test/a/" + copy + ".jpg", page.jpeg(0.6 + copy * 0.001));
    }
    var report = checks.check(archive.bytes()).report();
    var told = nearLeaks(report).size();
    assertThat(told).isBetween(150, 200);
    assertThat(report.problems())
        .extracting(Problem::message)
        .anyMatch(text -> text.matches("\\d+ more images of the test set may be copies .*"));
    assertThat(report.thumbnails()).hasSizeLessThanOrEqualTo(200);
  }

  private static Map<String, String> nearLeaks(ArchiveReport report) {
    var found = new TreeMap<String, String>();
    report.problems().stream()
        .filter(problem -> problem.code() == ProblemCode.NEAR_LEAK && problem.file() != null)
        .forEach(problem -> found.put(problem.file(), problem.otherFile()));
    return found;
  }
}
