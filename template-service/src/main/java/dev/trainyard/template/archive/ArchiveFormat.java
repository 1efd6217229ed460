package dev.trainyard.template.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a dataset's archive may be packed. */
public enum ArchiveFormat {
  ZIP,
  /** To be made a zip before it is checked: {@link ArchiveChecker#writeZip}. */
  TAR_GZ;

  private static final byte[] GZIP = bytes(0x1F, 0x8B);
  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int TAR_OFFSET = 257;
  private static final String SEND = "; send a .zip or a .tar.gz";
  private static final String SEND_IMAGES =
      "; send a .zip or a .tar.gz with images in train/<class>/ and test/<class>/";

  /** What people send instead, by the first bytes. */
  private static final Map<byte[], String> OTHERS = new LinkedHashMap<>();

  static {
    OTHERS.put("Rar!".getBytes(StandardCharsets.US_ASCII), "is a RAR archive" + SEND);
    OTHERS.put(bytes('7', 'z', 0xBC, 0xAF, 0x27, 0x1C), "is a 7z archive" + SEND);
    OTHERS.put(bytes(0xFD, '7', 'z', 'X', 'Z', 0), "is packed with xz" + SEND);
    OTHERS.put(bytes('B', 'Z', 'h'), "is packed with bzip2" + SEND);
    OTHERS.put(bytes(0x28, 0xB5, 0x2F, 0xFD), "is packed with zstd" + SEND);
    OTHERS.put("%PDF".getBytes(StandardCharsets.US_ASCII), "is a PDF" + SEND_IMAGES);
    OTHERS.put(bytes(0xFF, 0xD8, 0xFF), "is a single image" + SEND_IMAGES);
    OTHERS.put(bytes(0x89, 'P', 'N', 'G'), "is a single image" + SEND_IMAGES);
    OTHERS.put(bytes('I', 'I', 42, 0), "is a single image" + SEND_IMAGES);
    OTHERS.put(bytes('M', 'M', 0, 42), "is a single image" + SEND_IMAGES);
  }

  /**
   * The format by the first bytes; {@link #ZIP} when they say nothing, since a zip is known by its
   * end.
   *
   * @throws InvalidArchiveException if it is something else that is known
   * @throws IOException if the file cannot be read from the disk
   */
  public static ArchiveFormat of(Path file) throws IOException {
    byte[] start;
    try (var content = Files.newInputStream(file)) {
      start = content.readNBytes(TAR_OFFSET + TAR.length);
    }
    if (isAt(0, GZIP, start)) {
      return TAR_GZ;
    }
    for (var other : OTHERS.entrySet()) {
      if (isAt(0, other.getKey(), start)) {
        throw new InvalidArchiveException(ProblemCode.NOT_AN_ARCHIVE, other.getValue());
      }
    }
    if (isAt(TAR_OFFSET, TAR, start)) {
      throw new InvalidArchiveException(
          ProblemCode.NOT_AN_ARCHIVE, "is a tar archive that is not compressed" + SEND);
    }
    return ZIP;
  }

  private static boolean isAt(int offset, byte[] expected, byte[] content) {
    var end = offset + expected.length;
    return content.length >= end
        && Arrays.equals(expected, 0, expected.length, content, offset, end);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (var at = 0; at < values.length; at++) {
      bytes[at] = (byte) values[at];
    }
    return bytes;
  }
}
