package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.ZipEnd;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip file of a base model, with its two entries. */
final class BaseModelZip implements Closeable {
  private static final int MAX_DIRECTORY_BYTES = 64 << 10;
  private static final int MAX_LISTED_ENTRIES = 100;
  private static final Pattern WEIGHTS_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,251}\\.pth");
  private static final String WHAT_TO_DO =
      "; make a zip of exactly one .pth file and " + BaseModelArchive.CONFIGURATION_ENTRY;

  private final ZipFile zip;
  private final ZipEntry weights;

  /**
   * Opens an archive.
   *
   * @throws InvalidBaseModelException if it has not exactly the two entries
   */
  BaseModelZip(Path file) throws IOException {
    int entries = entryCount(file);
    if (entries < 0) {
      throw new InvalidBaseModelException("this is not a zip file" + WHAT_TO_DO);
    }
    if (entries > MAX_LISTED_ENTRIES) {
      throw new InvalidBaseModelException("the archive has " + entries + " entries" + WHAT_TO_DO);
    }
    try {
      zip = open(file);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(e);
    }
    try {
      weights = onlyWeights(zip);
    } catch (InvalidBaseModelException e) {
      zip.close();
      throw e;
    }
  }

  /**
   * Names that do not say that they are UTF-8 are in the encoding of whoever made the zip. Of those
   * that are not ASCII only the ending matters, so any encoding will do that reads all of them.
   */
  private static ZipFile open(Path file) throws IOException {
    return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
  }

  /** True for a zip file that is no checkpoint of PyTorch, which is a zip file itself. */
  static boolean isArchive(Path file) throws IOException {
    int entries = entryCount(file);
    if (entries < 0 || entries > MAX_LISTED_ENTRIES) {
      return false;
    }
    try (var zip = open(file)) {
      return zip.stream().map(ZipEntry::getName).noneMatch(name -> name.endsWith("data.pkl"));
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * More than are listed if the directory is too large to be looked at.
   *
   * @return -1 if it is no zip file
   */
  private static int entryCount(Path path) throws IOException {
    return ZipEnd.of(path)
        .map(
            end ->
                end.directoryBytes() > MAX_DIRECTORY_BYTES
                    ? Math.max(end.entries(), MAX_LISTED_ENTRIES + 1)
                    : end.entries())
        .orElse(-1);
  }

  private static ZipEntry onlyWeights(ZipFile zip) throws InvalidBaseModelException {
    var names = zip.stream().map(ZipEntry::getName).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new InvalidBaseModelException("the archive holds two entries of one name" + WHAT_TO_DO);
    }
    if (!names.contains(BaseModelArchive.CONFIGURATION_ENTRY)) {
      throw new InvalidBaseModelException(
          "the archive has no " + BaseModelArchive.CONFIGURATION_ENTRY + WHAT_TO_DO);
    }
    List<String> others =
        names.stream().filter(name -> !name.equals(BaseModelArchive.CONFIGURATION_ENTRY)).toList();
    if (names.size() != 2 || others.size() != 1) {
      throw new InvalidBaseModelException(
          "the archive has %d entries beside %s%s"
              .formatted(names.size() - 1, BaseModelArchive.CONFIGURATION_ENTRY, WHAT_TO_DO));
    }
    var name = others.get(0);
    if (!WEIGHTS_NAME.matcher(name).matches()) {
      throw new InvalidBaseModelException(
          "the archive holds %s where a .pth file must be, outside any folder%s"
              .formatted(printable(name), WHAT_TO_DO));
    }
    return zip.getEntry(name);
  }

  BaseModelConfiguration configuration() throws IOException {
    var entry = zip.getEntry(BaseModelArchive.CONFIGURATION_ENTRY);
    var sum = new CRC32();
    try (var content = new CheckedInputStream(open(entry), sum)) {
      var bytes = content.readNBytes(ConfigurationFile.MAX_BYTES + 1);
      if (bytes.length > ConfigurationFile.MAX_BYTES) {
        throw new InvalidBaseModelException(
            "config.yaml is larger than " + ConfigurationFile.MAX_BYTES + " bytes");
      }
      requireSum(entry, sum);
      return ConfigurationFile.read(bytes);
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
  }

  /**
   * Copies the weights.
   *
   * @param maxBytes how large they may be
   * @throws InvalidBaseModelException if they are damaged, too large, or not those that the
   *     configuration describes
   */
  void copyWeights(BaseModelConfiguration configuration, long maxBytes, OutputStream target)
      throws IOException {
    var expected = configuration.weights();
    long limit = expected == null ? maxBytes : Math.min(expected.sizeBytes(), maxBytes);
    if (expected != null && expected.sizeBytes() > limit) {
      throw tooLarge(maxBytes);
    }
    var sum = new CRC32();
    try (var content = new CheckedInputStream(open(weights), sum)) {
      // One byte more is enough to know, however much a bomb would unpack to.
      var found = FileDigest.copy(content, target, limit + 1);
      if (expected == null && found.sizeBytes() > limit) {
        throw tooLarge(maxBytes);
      }
      if (expected != null && !expected.equals(found)) {
        throw new InvalidBaseModelException(
            "the .pth file is not the one that config.yaml describes: size or SHA-256"
                + " differ; make the archive again");
      }
      requireSum(weights, sum);
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
  }

  /** The JDK checks sums only when it reads a zip from a stream. */
  private static void requireSum(ZipEntry entry, CRC32 sum) throws ZipException {
    if (entry.getCrc() != sum.getValue()) {
      throw new ZipException("checksum of " + printable(entry.getName()));
    }
  }

  private InputStream open(ZipEntry entry) throws IOException {
    try {
      return zip.getInputStream(entry);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static InvalidBaseModelException tooLarge(long maxBytes) {
    return new InvalidBaseModelException(
        "the .pth file is larger than %d bytes; save the weights alone, in float32"
            .formatted(maxBytes));
  }

  private static InvalidBaseModelException damaged(Exception cause) {
    return new InvalidBaseModelException(
        "the archive is damaged or has a password (%s); get it again, or make it without one"
            .formatted(cause.getMessage()),
        cause);
  }

  private static String printable(String name) {
    var shown = name.replaceAll("\\p{Cntrl}", "?");
    return shown.length() > 100 ? shown.substring(0, 100) + "…" : shown;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
