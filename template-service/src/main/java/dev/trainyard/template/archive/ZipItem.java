package dev.trainyard.template.archive;

/**
 * A file or folder in a zip archive, as the archive's directory describes it.
 *
 * @param name path inside the archive, with {@code /}
 * @param unixMode file type and permissions; 0 when the archive does not say
 * @param encrypted whether a password is needed
 * @param method how it is compressed: 0 is not at all, 8 is deflate
 * @param compressedBytes size in the archive
 * @param uncompressedBytes size when unpacked
 * @param crc CRC-32 of the content, which the directory of a zip always knows; 0 of what comes
 *     without one
 */
public record ZipItem(
    String name,
    int unixMode,
    boolean encrypted,
    int method,
    long compressedBytes,
    long uncompressedBytes,
    long crc) {
  private static final int FILE_TYPE = 0xF000;
  private static final int REGULAR_FILE = 0x8000;
  private static final int FOLDER = 0x4000;

  /** A file that is not compressed. */
  static ZipItem file(String name, long bytes) {
    return new ZipItem(name, REGULAR_FILE, false, 0, bytes, bytes, 0);
  }

  public boolean isFolder() {
    return name.endsWith("/");
  }

  /** True for symbolic links, devices and the like. */
  boolean isSpecial() {
    var type = unixMode & FILE_TYPE;
    return type != 0 && type != REGULAR_FILE && type != FOLDER;
  }

  boolean hasKnownMethod() {
    return method == 0 || method == 8;
  }
}
