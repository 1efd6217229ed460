package dev.trainyard.template.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.template.archive.ZipItem;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileDiffTest {

  @Test
  void sortsFilesByWhatHappenedToThem() {
    var diff =
        FileDiff.of(
            List.of(
                file("train/a/same.png", 10, 1),
                file("train/a/gone.png", 10, 2),
                file("train/a/changed.png", 10, 3),
                file("train/a/moved.png", 10, 4),
                folder("train/old/")),
            List.of(
                folder("train/new/"),
                file("test/a/moved.png", 10, 4),
                file("train/a/same.png", 10, 1),
                file("train/a/changed.png", 10, 5),
                file("train/a/new.png", 10, 6)));
    assertThat(diff.unchanged()).isEqualTo(1);
    assertThat(diff.added()).extracting(ZipItem::name).containsExactly("train/a/new.png");
    assertThat(diff.removed()).extracting(ZipItem::name).containsExactly("train/a/gone.png");
    assertThat(diff.changed())
        .extracting(pair -> pair.after().name())
        .containsExactly("train/a/changed.png");
    assertThat(diff.moved())
        .extracting(pair -> pair.before().name() + " > " + pair.after().name())
        .containsExactly("train/a/moved.png > test/a/moved.png");
  }

  @Test
  void movesEachFileOnceHoweverOftenItsContentIsThere() {
    var diff =
        FileDiff.of(
            List.of(file("a/1.png", 10, 7), file("a/2.png", 10, 7)),
            List.of(file("b/1.png", 10, 7), file("b/2.png", 10, 7), file("b/3.png", 10, 7)));
    assertThat(diff.moved())
        .extracting(pair -> pair.before().name() + " > " + pair.after().name())
        .containsExactly("a/1.png > b/1.png", "a/2.png > b/2.png");
    assertThat(diff.added()).extracting(ZipItem::name).containsExactly("b/3.png");
    assertThat(diff.removed()).isEmpty();
  }

  @Test
  void takesContentsOfOneChecksumAndTwoSizesForTwo() {
    var diff = FileDiff.of(List.of(file("a/1.png", 10, 7)), List.of(file("a/1.png", 11, 7)));
    assertThat(diff.changed()).hasSize(1);
    assertThat(diff.unchanged()).isZero();
  }

  private static ZipItem file(String name, long bytes, long crc) {
    return new ZipItem(name, 0, false, 8, bytes, bytes, crc);
  }

  private static ZipItem folder(String name) {
    return new ZipItem(name, 0, false, 0, 0, 0, 0);
  }
}
