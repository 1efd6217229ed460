package dev.trainyard.template;

import static dev.trainyard.template.Archives.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds tar archives: {@code aTarDataset().file("README", bytes).gzipped()}. */
public final class TarArchives {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  private TarArchives(String encoding) {
    tar = new TarArchiveOutputStream(content, encoding);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
  }

  public static TarArchives aTar() {
    return new TarArchives("UTF-8");
  }

  /**
   * @param encoding of the names
   */
  public static TarArchives aTar(String encoding) {
    return new TarArchives(encoding);
  }

  /** Two classes, four images: the smallest archive without a warning. */
  public static TarArchives aTarDataset() {
    return withDataset(aTar());
  }

  /** The same with names in another encoding. */
  public static TarArchives aTarDataset(String encoding) {
    return withDataset(aTar(encoding));
  }

  private static TarArchives withDataset(TarArchives made) {
    return made.folder("train/")
        .file("train/letter/0.png", image("png", 16, 8))
        .file("train/invoice/0.png", image("png", 16, 9))
        .file("test/letter/0.png", image("png", 16, 10))
        .file("test/invoice/0.png", image("png", 16, 11));
  }

  /** Writes long names and others as PAX headers instead of GNU's. */
  public TarArchives withPaxHeaders() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return this;
  }

  public TarArchives file(String name, byte[] bytes) {
    return entry(name, TarConstants.LF_NORMAL, bytes, entry -> {});
  }

  public TarArchives folder(String name) {
    return entry(name, TarConstants.LF_DIR, new byte[0], entry -> {});
  }

  public TarArchives link(String name, byte type, String target) {
    return entry(name, type, new byte[0], entry -> entry.setLinkName(target));
  }

  /**
   * @param type as tar numbers it
   */
  public TarArchives entry(String name, byte type, byte[] bytes, Consumer<TarArchiveEntry> change) {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setSize(bytes.length);
    change.accept(entry);
    try {
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Not compressed. */
  public byte[] bytes() {
    try {
      tar.close();
      return content.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] gzipped() {
    return gzip(bytes());
  }

  public static byte[] gzip(byte[] content) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
