package dev.trainyard.kit.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Zip archives that tools do not make, header by header (APPNOTE 4.3.7, 4.3.12 and 4.3.16). Nothing
 * is compressed.
 */
public final class HandMadeZip {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int DIRECTORY_HEADER = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final short VERSION = 20;
  private static final short ENCRYPTED = 1;
  private static final byte[] NOTHING = {};

  private final ByteArrayOutputStream files = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private short entries;

  /** Adds a file, which can be listed under other names as well. */
  public Place file(String name, byte[] content) {
    return write(name, new Place(files.size(), (short) 0, content, content));
  }

  /** Adds a file that only the password opens. */
  public Place encrypted(String name, byte[] content, String password) {
    return write(
        name, new Place(files.size(), ENCRYPTED, content, ZipCipher.encrypted(content, password)));
  }

  private Place write(String name, Place place) {
    append(files, header(30, LOCAL_HEADER).put(describe(name, place)), name, place.stored());
    return list(name, place);
  }

  /** Lists what is there already under another name. */
  public Place list(String name, Place place) {
    var header = header(46, DIRECTORY_HEADER).putShort(VERSION).put(describe(name, place));
    append(directory, header.putInt(42, place.offset()), name, NOTHING);
    entries++;
    return place;
  }

  public byte[] bytes() {
    var zip = new ByteArrayOutputStream();
    zip.writeBytes(files.toByteArray());
    zip.writeBytes(directory.toByteArray());
    zip.writeBytes(
        header(22, END)
            .putShort(8, entries)
            .putShort(10, entries)
            .putInt(12, directory.size())
            .putInt(16, files.size())
            .array());
    return zip.toByteArray();
  }

  /** What both headers say, in the same order. */
  private static byte[] describe(String name, Place place) {
    var checksum = new CRC32();
    checksum.update(place.content());
    return buffer(26)
        .putShort(0, VERSION)
        .putShort(2, place.flags())
        .putInt(10, (int) checksum.getValue())
        .putInt(14, place.stored().length)
        .putInt(18, place.content().length)
        .putShort(22, (short) name.length())
        .array();
  }

  private static void append(
      ByteArrayOutputStream target, ByteBuffer header, String name, byte[] content) {
    target.writeBytes(header.array());
    target.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    target.writeBytes(content);
  }

  private static ByteBuffer header(int bytes, int signature) {
    return buffer(bytes).putInt(signature);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where a file lies, and what it is. */
  public record Place(int offset, short flags, byte[] content, byte[] stored) {}
}
