package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.image;
import static dev.trainyard.template.Archives.unzipped;
import static dev.trainyard.template.TarArchives.aTar;
import static dev.trainyard.template.TarArchives.aTarDataset;
import static dev.trainyard.template.TarArchives.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.trainyard.template.Archives;
import dev.trainyard.template.TarArchives;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TarArchiveTest {
  @TempDir Path folder;
  private TarChecks tars;

  @BeforeEach
  void prepare() {
    tars = TarChecks.in(folder);
  }

  @Test
  void becomesAZipWithTheSameFiles() throws IOException {
    var page = image("png", 40, 30);
    var tar =
        aTar()
            .folder("train/")
            .file("train/a/1.png", page)
            .file("notes.csv", "1".getBytes())
            .gzipped();
    var zip = tars.toZip(tar);
    assertThat(unzipped(zip)).containsOnlyKeys("train/a/1.png", "notes.csv");
    assertThat(unzipped(zip).get("train/a/1.png")).isEqualTo(page);
    assertThat(tars.toZip(tar)).isEqualTo(zip);
  }

  @Test
  void isCheckedAsAnyZip() throws IOException {
    var content = ArchiveChecks.in(folder).check(tars.toZip(aTarDataset().gzipped()));
    assertThat(content.classes())
        .containsExactly(new ClassCount("invoice", 1, 1), new ClassCount("letter", 1, 1));
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void readsNamesAsTarWritesThem() throws IOException {
    var deep = "train/" + "d".repeat(120) + "/" + "f".repeat(130) + ".png";
    var cyrillic = "train/письмо/скан.png";
    var page = image("png", 8, 8);
    var names =
        new String[] {
          "./train/a/1.png",
          "train/Müller?/1.png",
          deep,
          cyrillic,
          "train/" + "п".repeat(100) + "/1.png"
        };
    for (var archive : new TarArchives[] {aTar(), aTar().withPaxHeaders()}) {
      archive.folder("./");
      for (var name : names) {
        archive.file(name, page);
      }
      assertThat(unzipped(tars.toZip(archive.gzipped())))
          .containsOnlyKeys("train/a/1.png", "train/Müller?/1.png", deep, cyrillic, names[4]);
    }
  }

  @Test
  void readsGzipOfSeveralMembers() throws IOException {
    var tar = aTarDataset().bytes();
    var joined = new ByteArrayOutputStream();
    for (var from = 0; from < tar.length; from += 700) {
      joined.write(gzip(Arrays.copyOfRange(tar, from, Math.min(tar.length, from + 700))));
    }
    assertThat(unzipped(tars.toZip(joined.toByteArray()))).hasSize(4);
  }

  @Test
  void refusesAnArchiveThatWasCutOffAnywhere() {
    var sound = aTarDataset().gzipped();
    for (var length = 2; length < sound.length; length++) {
      assertThat(tars.refusal(Arrays.copyOf(sound, length)).problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.DAMAGED);
                assertThat(problem.message()).contains("ends too early");
              });
    }
    var tar = aTarDataset().bytes();
    // As gzip it is whole; the end mark is 1,024 zeros that begin where the last file ends.
    for (var length = 512; length <= 512 * 9; length += 512) {
      assertThat(tars.refusal(gzip(Arrays.copyOf(tar, length))).problems())
          .extracting(Problem::code)
          .containsExactly(ProblemCode.DAMAGED);
    }
  }

  @Test
  void answersEveryDamageWithoutFailing() throws IOException {
    var sound = aTarDataset().gzipped();
    var refused = 0;
    for (var at = 10; at < sound.length; at++) {
      var damaged = sound.clone();
      damaged[at] = (byte) ~damaged[at];
      try {
        tars.toZip(damaged);
      } catch (InvalidArchiveException e) {
        refused++;
        assertThat(e.violations()).isNotEmpty();
      }
    }
    assertThat(refused).isEqualTo(sound.length - 10);
    var tar = aTarDataset().bytes();
    for (var at = 0; at < 2_000; at++) {
      var damaged = tar.clone();
      damaged[at] = (byte) ~damaged[at];
      assertThatCode(
              () -> {
                try {
                  tars.toZip(gzip(damaged));
                } catch (InvalidArchiveException e) {
                  assertThat(e.violations()).isNotEmpty();
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void refusesGzipThatHoldsNoTar() {
    for (var content :
        new byte[][] {image("png", 400, 300), "text".repeat(1_000).getBytes(), new byte[] {1}}) {
      assertThat(tars.violations(gzip(content)))
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.field()).isEqualTo("archive");
                assertThat(violation.message()).containsAnyOf("no tar archive", "ends too early");
              });
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "526172211A0700, is a RAR archive; send a .zip or a .tar.gz",
    "377ABCAF271C0004, is a 7z archive; send a .zip or a .tar.gz",
    "FD377A585A000004, is packed with xz; send a .zip or a .tar.gz",
    "425A6839314159, is packed with bzip2; send a .zip or a .tar.gz",
    "28B52FFD0458, is packed with zstd; send a .zip or a .tar.gz",
    "255044462D312E, is a PDF; send a .zip or a .tar.gz with images in train/<class>/ and test/<class>/",
    "FFD8FFE000104A, is a single image; send a .zip or a .tar.gz with images in train/<class>/ and"
        + " test/<class>/"
  })
  void saysWhatToSendInsteadOfSomethingElse(String start, String message) throws IOException {
    var file = Files.write(folder.resolve("sent"), HexFormat.of().parseHex(start));
    assertThatCode(() -> ArchiveFormat.of(file))
        .isInstanceOfSatisfying(
            InvalidArchiveException.class,
            e -> assertThat(e.violations()).extracting("message").containsExactly(message));
  }

  @Test
  void tellsFormatsByTheirContent() throws IOException {
    var file = folder.resolve("sent");
    assertThat(ArchiveFormat.of(Files.write(file, Archives.aDataset().bytes())))
        .isEqualTo(ArchiveFormat.ZIP);
    assertThat(ArchiveFormat.of(Files.write(file, aTarDataset().gzipped())))
        .isEqualTo(ArchiveFormat.TAR_GZ);
    assertThat(ArchiveFormat.of(Files.write(file, new byte[0]))).isEqualTo(ArchiveFormat.ZIP);
    Files.write(file, aTarDataset().bytes());
    assertThatCode(() -> ArchiveFormat.of(file))
        .isInstanceOfSatisfying(
            InvalidArchiveException.class,
            e ->
                assertThat(e.violations())
                    .extracting("message")
                    .containsExactly(
                        "is a tar archive that is not compressed; send a .zip or a .tar.gz"));
  }
}
