package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.image;
import static dev.trainyard.template.TarArchives.aTar;
import static dev.trainyard.template.TarArchives.aTarDataset;
import static dev.trainyard.template.TarArchives.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.problem.Violation;
import dev.trainyard.template.TarArchives;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody should send as a tar. */
class TarRefusalTest {
  private static final byte[] PAGE = image("png", 8, 8);

  @TempDir Path folder;
  private TarChecks tars;

  @BeforeEach
  void prepare() {
    tars = TarChecks.in(folder);
  }

  static Stream<Arguments> evilEntries() {
    return Stream.of(
        evil("../evil.png", ProblemCode.PATH_OUTSIDE),
        evil("./../evil.png", "../evil.png", ProblemCode.PATH_OUTSIDE),
        evil("train/a/../../evil.png", ProblemCode.PATH_OUTSIDE),
        evil("/etc/evil.png", ProblemCode.PATH_OUTSIDE),
        evil("C:/evil.png", ProblemCode.PATH_OUTSIDE),
        evil("train\\a\\evil.png", ProblemCode.PATH_OUTSIDE),
        evil("train//evil.png", ProblemCode.PATH_OUTSIDE),
        evil("train/a/ev\til.png", "train/a/ev?il.png", ProblemCode.UNUSABLE_NAME),
        evil("train/a/" + "x".repeat(260) + ".png", ProblemCode.UNUSABLE_NAME),
        evil("train/letter/0.png", ProblemCode.DUPLICATE_ENTRY),
        Arguments.of(
            "a/link.png",
            aTarDataset().link("a/link.png", TarConstants.LF_SYMLINK, "/etc/passwd"),
            "a/link.png",
            ProblemCode.LINK),
        Arguments.of(
            "a/hard.png",
            aTarDataset().link("a/hard.png", TarConstants.LF_LINK, "train/letter/0.png"),
            "a/hard.png",
            ProblemCode.LINK),
        special("a/pipe.png", TarConstants.LF_FIFO, ProblemCode.LINK),
        special("a/disk.png", TarConstants.LF_BLK, ProblemCode.LINK),
        special("a/terminal.png", TarConstants.LF_CHR, ProblemCode.LINK),
        special("a/volume.png", (byte) 'M', ProblemCode.LINK),
        special("a/holes.png", TarConstants.LF_GNUTYPE_SPARSE, ProblemCode.SPARSE_FILE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("evilEntries")
  void refusesEvilEntryByName(String name, TarArchives archive, String field, ProblemCode code) {
    var tar = archive.gzipped();
    assertThat(tars.violations(tar)).extracting(Violation::field).containsExactly(field);
    assertThat(tars.refusal(tar).totals()).containsOnlyKeys(code).containsEntry(code, 1);
  }

  @Test
  void tellsOfAllEvilEntriesAtOnce() {
    var tar =
        aTarDataset()
            .file("../one.png", PAGE)
            .link("two.png", TarConstants.LF_SYMLINK, "x")
            .file("three.png", PAGE)
            .file("/four.png", PAGE)
            .gzipped();
    assertThat(tars.violations(tar))
        .extracting(Violation::field)
        .containsExactly("../one.png", "/four.png", "two.png");
  }

  @Test
  void refusesNamesThatAreNotUtf8AndSaysHowToPack() {
    for (var encoding : new String[] {"CP866", "windows-1251", "KOI8-R"}) {
      var tar = aTarDataset(encoding).file("train/письмо/скан.png", PAGE).gzipped();
      assertThat(tars.violations(tar))
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.field()).startsWith("train/").endsWith(".png");
                assertThat(violation.message()).contains("not UTF-8", "7-Zip");
              });
    }
  }

  @Test
  void refusesLongNamesThatAreNotUtf8() {
    var name = "train/" + "письмо".repeat(30) + "/скан.png";
    assertThat(tars.refusal(aTarDataset("CP866").file(name, PAGE).gzipped()).totals())
        .containsOnlyKeys(ProblemCode.NAME_ENCODING);
  }

  @Test
  void stopsAtTheNumberOfEntries() {
    var archive = aTar();
    for (var number = 0; number < 101; number++) {
      archive.file("f" + number, new byte[0]);
    }
    assertThat(
            tars.with(new ArchiveLimits(100, 1 << 28, 200, 1 << 20, 1_000_000, 1))
                .violations(archive.gzipped()))
        .containsExactly(
            new Violation("archive", "has more than the 100 entries that are allowed"));
  }

  @Test
  void stopsAtTheBytesThatItMayUnpackTo() {
    var tar = aTarDataset().file("large.bin", new byte[200_000]).gzipped();
    assertThat(
            tars.with(new ArchiveLimits(100, 100_000, 200, 1 << 20, 1_000_000, 1)).violations(tar))
        .containsExactly(
            new Violation("archive", "unpacks to more than the 100000 bytes that are allowed"));
  }

  @Test
  void stopsAtABombLongBeforeItsEnd() throws IOException {
    // 2 GiB of zeros in one file, written as gzip members that are all the same.
    var bomb = new ByteArrayOutputStream();
    var header =
        Arrays.copyOf(
            aTar()
                .entry(
                    "train/a/bomb.bmp",
                    TarConstants.LF_NORMAL,
                    new byte[0],
                    entry -> entry.setModTime(0))
                .bytes(),
            512);
    writeSize(header, 2L << 30);
    bomb.write(gzip(header));
    var zeros = gzip(new byte[1 << 20]);
    for (var mebibyte = 0; mebibyte < 2_048; mebibyte++) {
      bomb.write(zeros);
    }
    var roomy = new ArchiveLimits(100, 16L << 30, 200, 1 << 20, 1_000_000, 1);
    assertThat(tars.with(roomy).violations(bomb.toByteArray()))
        .containsExactly(new Violation("archive", "unpacks to more than 200 times its size"));
  }

  @Test
  void refusesNamesThatFillTheMemory() {
    for (var type :
        new byte[] {TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC}) {
      var name = ("9000000 path=" + "x".repeat(3 << 20)).getBytes(StandardCharsets.UTF_8);
      var tar = aTarDataset().entry("./@LongLink", type, name, entry -> {}).file("x", PAGE);
      assertThat(tars.refusal(tar.gzipped()).problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.code()).isIn(ProblemCode.ZIP_BOMB, ProblemCode.DAMAGED));
    }
  }

  @Test
  void refusesAFileThatSaysItIsLargerThanTheArchive() {
    var tar = aTarDataset().bytes();
    writeSize(tar, 5_000_000_000L);
    // The first entry is a folder; make it a file.
    tar[156] = TarConstants.LF_NORMAL;
    tar[5] = 'x';
    writeSize(tar, 5_000_000_000L);
    assertThat(tars.refusal(gzip(tar)).problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.DAMAGED);
  }

  private static Arguments evil(String name, ProblemCode code) {
    return evil(name, name, code);
  }

  private static Arguments evil(String name, String field, ProblemCode code) {
    var shown = field.length() > 300 ? field.substring(0, 300) + "…" : field;
    return Arguments.of(shown, aTarDataset().file(name, PAGE), shown, code);
  }

  private static Arguments special(String name, byte type, ProblemCode code) {
    return Arguments.of(
        name, aTarDataset().entry(name, type, new byte[0], entry -> {}), name, code);
  }

  /** Changes the size of the first entry, and its checksum with it. */
  private static void writeSize(byte[] tar, long size) {
    var octal = "%011o".formatted(size).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, tar, 124, octal.length);
    Arrays.fill(tar, 148, 156, (byte) ' ');
    var sum = 0;
    for (var at = 0; at < 512; at++) {
      sum += tar[at] & 0xFF;
    }
    var checksum = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(checksum, 0, tar, 148, checksum.length);
  }
}
