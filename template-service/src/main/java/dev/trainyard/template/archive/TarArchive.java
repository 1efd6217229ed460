package dev.trainyard.template.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Makes a zip of a {@code .tar.gz}. A tar has no directory, so it is held to the limits while it is
 * unpacked. Nothing is written to disk under a name from the archive; memory is bounded.
 */
final class TarArchive {
  /** One for all, so that the same archive gives the same zip. */
  private static final FileTime TIME = FileTime.fromMillis(0);

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int REGULAR_FILE = 0x8000;
  private static final int FOLDER = 0x4000;
  private static final int LINK = 0xA000;

  private final TarReader tar;
  private final ZipOutputStream zip;
  private final Findings findings = new Findings();
  private final EntryRules rules = new EntryRules(findings);
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private TarArchive(TarReader tar, ZipOutputStream zip) {
    this.tar = tar;
    this.zip = zip;
  }

  /**
   * Copies all files, one by one.
   *
   * @param target is closed
   * @throws InvalidArchiveException if it is no such archive, is damaged, goes beyond a limit, or
   *     has entries that no archive should have
   * @throws IOException if the source cannot be opened or the target not be written
   */
  static void toZip(Path source, OutputStream target, ArchiveLimits limits) throws IOException {
    try (var tar = TarReader.open(source, limits);
        var zip = new ZipOutputStream(target)) {
      // Images are compressed already.
      zip.setLevel(Deflater.BEST_SPEED);
      new TarArchive(tar, zip).copy();
    }
  }

  private void copy() throws IOException {
    for (var entry = tar.next(); entry != null && !findings.isFull(); entry = tar.next()) {
      copy(entry);
    }
    if (findings.hasErrors()) {
      throw new InvalidArchiveException(
          findings.violations(), findings.report(List.of(), List.of()));
    }
  }

  private void copy(TarArchiveEntry entry) throws IOException {
    var name = nameOf(entry);
    if (entry.isSparse()) {
      // Its holes would be unpacked one by one.
      throw sparse(name);
    }
    var isTop = name.isEmpty() && entry.isDirectory();
    var isWanted = !isTop && rules.accept(item(entry, name)) && !entry.isDirectory();
    if (isWanted && !findings.hasErrors()) {
      zip.putNextEntry(new ZipEntry(name).setLastModifiedTime(TIME));
      for (var read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
        zip.write(buffer, 0, read);
      }
      zip.closeEntry();
    } else {
      while (tar.read(buffer) >= 0) {
        // To the next entry.
      }
    }
  }

  private static ZipItem item(TarArchiveEntry entry, String name) {
    var type =
        switch (entry.getLinkFlag()) {
          case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
              REGULAR_FILE;
          case TarConstants.LF_DIR -> FOLDER;
          default -> LINK;
        };
    return new ZipItem(name, type, false, 0, entry.getSize(), entry.getSize(), 0);
  }

  private String nameOf(TarArchiveEntry entry) {
    // As names in a zip have it, so that the same rule refuses it.
    var name =
        tar.isNameUtf8() ? entry.getName() : entry.getName().replace('?', EntryRules.REPLACEMENT);
    // tar czf x.tar.gz . writes ./train/…
    while (name.startsWith("./")) {
      name = name.substring(2);
    }
    return entry.isDirectory() && !name.isEmpty() && !name.endsWith("/") ? name + "/" : name;
  }

  private static InvalidArchiveException sparse(String name) {
    var findings = new Findings();
    findings.add(
        ProblemCode.SPARSE_FILE,
        EntryRules.printable(name),
        "is a sparse file; pack it without tar's option --sparse");
    return new InvalidArchiveException(
        findings.violations(), findings.report(List.of(), List.of()));
  }
}
