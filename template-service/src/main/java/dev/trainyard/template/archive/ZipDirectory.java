package dev.trainyard.template.archive;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the directory at the end of a zip file (APPNOTE 4.3.12–4.3.16), and nothing else of it. The
 * JDK's reader tells neither links nor encryption, and reads a directory of any size into memory;
 * this one looks first.
 */
public final class ZipDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ZIP64_END_SIGNATURE = 0x06064b50;
  private static final int ZIP64_END_BYTES = 56;
  private static final int HEADER_SIGNATURE = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final int ZIP64_EXTRA = 1;
  private static final int MAX_COMMENT_BYTES = 0xFFFF;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int UNSET_16 = 0xFFFF;
  private static final long UNSET_32 = 0xFFFFFFFFL;

  /** Long names and extra fields included; no usual archive comes near. */
  private static final long MAX_BYTES_PER_ENTRY = 1_024;

  private ZipDirectory() {}

  /**
   * @throws InvalidArchiveException if the file is no zip, is damaged, or has too many entries
   */
  public static List<ZipItem> read(ArchiveSource source, int maxEntries) throws IOException {
    var place = locate(source);
    if (place.entries() > maxEntries) {
      throw new InvalidArchiveException(
          ProblemCode.TOO_MANY_ENTRIES,
          "has %d entries; at most %d are allowed".formatted(place.entries(), maxEntries));
    }
    if (place.offset() < 0 || place.bytes() > maxEntries * MAX_BYTES_PER_ENTRY) {
      throw damaged("its directory has an impossible size");
    }
    try (var directory = source.open(place.offset(), place.bytes())) {
      return readHeaders(
          new DataInputStream(new BufferedInputStream(directory, BUFFER_BYTES)), place);
    }
  }

  private static Place locate(ArchiveSource source) throws IOException {
    var size = source.size();
    var tailBytes = (int) Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
    var tail = read(source, size - tailBytes, tailBytes);
    for (var at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE
          && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tailBytes) {
        return place(source, tail, at, size - tailBytes + at);
      }
    }
    throw new InvalidArchiveException(ProblemCode.NOT_AN_ARCHIVE, "is not a zip archive");
  }

  private static Place place(ArchiveSource source, ByteBuffer tail, int at, long endOffset)
      throws IOException {
    var entries = Short.toUnsignedInt(tail.getShort(at + 10));
    var bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
    var offset = Integer.toUnsignedLong(tail.getInt(at + 16));
    if (entries != UNSET_16 && bytes != UNSET_32 && offset != UNSET_32) {
      return new Place(entries, bytes, endOffset - bytes);
    }
    var locatorOffset = endOffset - ZIP64_LOCATOR_BYTES;
    if (locatorOffset < ZIP64_END_BYTES) {
      return new Place(entries, bytes, endOffset - bytes);
    }
    var locator = read(source, locatorOffset, ZIP64_LOCATOR_BYTES);
    if (locator.getInt(0) != ZIP64_LOCATOR_SIGNATURE) {
      return new Place(entries, bytes, endOffset - bytes);
    }
    var zip64Offset = locator.getLong(8);
    if (zip64Offset < 0 || zip64Offset > locatorOffset - ZIP64_END_BYTES) {
      throw damaged("its zip64 directory is not where it should be");
    }
    var zip64 = read(source, zip64Offset, ZIP64_END_BYTES);
    if (zip64.getInt(0) != ZIP64_END_SIGNATURE || zip64.getLong(32) < 0 || zip64.getLong(40) < 0) {
      throw damaged("its zip64 directory cannot be read");
    }
    return new Place(zip64.getLong(32), zip64.getLong(40), zip64Offset - zip64.getLong(40));
  }

  private static List<ZipItem> readHeaders(DataInputStream input, Place place) throws IOException {
    var items = new ArrayList<ZipItem>();
    var left = place.bytes();
    try {
      while (left > 0) {
        var header = readHeader(input);
        items.add(header.item());
        left -= header.bytes();
      }
    } catch (EOFException e) {
      throw damaged("its directory ends too early");
    }
    // Otherwise another reader could see entries that were not checked here.
    if (left != 0 || items.size() != place.entries()) {
      throw damaged("its directory does not have the size it says");
    }
    return items;
  }

  private static Header readHeader(DataInputStream input) throws IOException {
    var header = read(input, HEADER_BYTES);
    if (header.getInt(0) != HEADER_SIGNATURE) {
      throw damaged("its directory cannot be read");
    }
    var name = read(input, Short.toUnsignedInt(header.getShort(28)));
    var extra = read(input, Short.toUnsignedInt(header.getShort(30)));
    var commentBytes = Short.toUnsignedInt(header.getShort(32));
    input.skipNBytes(commentBytes);
    var compressed = Integer.toUnsignedLong(header.getInt(20));
    var uncompressed = Integer.toUnsignedLong(header.getInt(24));
    if (compressed == UNSET_32 || uncompressed == UNSET_32) {
      var large = zip64Field(extra);
      uncompressed = uncompressed == UNSET_32 ? nextLong(large) : uncompressed;
      compressed = compressed == UNSET_32 ? nextLong(large) : compressed;
    }
    return new Header(
        new ZipItem(
            // What is not UTF-8 is refused by its name later.
            StandardCharsets.UTF_8.decode(name).toString(),
            Short.toUnsignedInt(header.getShort(40)),
            (header.getShort(8) & 1) != 0,
            Short.toUnsignedInt(header.getShort(10)),
            compressed,
            uncompressed,
            Integer.toUnsignedLong(header.getInt(16))),
        HEADER_BYTES + name.capacity() + extra.capacity() + commentBytes);
  }

  private static ByteBuffer zip64Field(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      var id = Short.toUnsignedInt(extra.getShort());
      var length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      if (id == ZIP64_EXTRA) {
        return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + length);
    }
    throw damaged("a size is missing");
  }

  private static long nextLong(ByteBuffer field) {
    if (field.remaining() < Long.BYTES) {
      throw damaged("a size is missing");
    }
    var value = field.getLong();
    if (value < 0) {
      throw damaged("a size is negative");
    }
    return value;
  }

  private static ByteBuffer read(DataInputStream input, int bytes) throws IOException {
    var content = new byte[bytes];
    input.readFully(content);
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer read(ArchiveSource source, long offset, int bytes) throws IOException {
    try (var part = source.open(offset, bytes)) {
      return ByteBuffer.wrap(Arrays.copyOf(part.readNBytes(bytes), bytes))
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static InvalidArchiveException damaged(String how) {
    return new InvalidArchiveException(ProblemCode.DAMAGED, "is damaged: " + how);
  }

  private record Header(ZipItem item, long bytes) {}

  private record Place(long entries, long bytes, long offset) {}
}
