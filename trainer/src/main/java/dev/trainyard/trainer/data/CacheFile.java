package dev.trainyard.trainer.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A memory-mapped file of images of one size.
 *
 * <pre>
 * header     magic, version, bytes of an image, number of images   24 bytes
 * checksums  one per image, 0 while the image is not there          4 bytes each
 * images     from the next multiple of 4096 on
 * </pre>
 *
 * <p>The checksum is written after the image. Whatever ends the process or the machine in between
 * leaves a checksum that does not fit, and the image counts as not there. Thread-safe as long as no
 * two threads write different bytes to one image. The mapping ends with the process: Java has no
 * safe way to end it before.
 */
final class CacheFile {
  private static final long MAGIC = 0x5459_494d_4147_4553L;
  static final int VERSION = 1;
  private static final int HEADER_BYTES = 24;
  private static final int PAGE_BYTES = 4096;
  private static final long MAX_SEGMENT_BYTES = 1L << 30;

  private final int imageBytes;
  private final int imagesPerSegment;
  private final MappedByteBuffer checksums;
  private final List<MappedByteBuffer> segments = new ArrayList<>();

  private CacheFile(FileChannel channel, int imageBytes, int images) throws IOException {
    this.imageBytes = imageBytes;
    this.imagesPerSegment = (int) (MAX_SEGMENT_BYTES / imageBytes);
    checksums = channel.map(FileChannel.MapMode.READ_WRITE, 0, imagesStart(images));
    checksums.order(ByteOrder.LITTLE_ENDIAN);
    long position = imagesStart(images);
    for (int first = 0; first < images; first += imagesPerSegment) {
      long length = (long) Math.min(imagesPerSegment, images - first) * imageBytes;
      segments.add(channel.map(FileChannel.MapMode.READ_WRITE, position, length));
      position += length;
    }
  }

  /** Bytes of a file of so many images. */
  static long size(int imageBytes, int images) {
    return imagesStart(images) + (long) imageBytes * images;
  }

  private static int imagesStart(int images) {
    long end = HEADER_BYTES + (long) images * Integer.BYTES;
    return Math.toIntExact((end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES);
  }

  /**
   * Opens the file, or creates it if there is none or one that is not whole.
   *
   * @throws InsufficientSpaceException if the disk is too full for it
   */
  static CacheFile open(Path file, int imageBytes, int images) throws IOException {
    if (!isWhole(file, imageBytes, images)) {
      Files.deleteIfExists(file);
      FileSpace.create(file, size(imageBytes, images));
      // Last: a file with a header has all its space.
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(header(imageBytes, images), 0);
      }
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new CacheFile(channel, imageBytes, images);
    }
  }

  private static boolean isWhole(Path file, int imageBytes, int images) throws IOException {
    if (!Files.exists(file) || Files.size(file) != size(imageBytes, images)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(HEADER_BYTES)).equals(header(imageBytes, images));
    }
  }

  private static ByteBuffer header(int imageBytes, int images) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putLong(MAGIC)
        .putInt(VERSION)
        .putInt(imageBytes)
        .putInt(images)
        .putInt(0)
        .flip();
  }

  /** Copies an image; false if it is not there, and {@code target} is of no use then. */
  boolean readChecked(int index, byte[] target) {
    int expected = checksums.getInt(HEADER_BYTES + index * Integer.BYTES);
    if (expected == 0) {
      return false;
    }
    read(index, target);
    return checksum(target) == expected;
  }

  /** Copies an image that is known to be there. */
  void read(int index, byte[] target) {
    segments.get(index / imagesPerSegment).get(position(index), target, 0, imageBytes);
  }

  void write(int index, byte[] image) {
    segments.get(index / imagesPerSegment).put(position(index), image, 0, imageBytes);
    checksums.putInt(HEADER_BYTES + index * Integer.BYTES, checksum(image));
  }

  private int position(int index) {
    return index % imagesPerSegment * imageBytes;
  }

  private int checksum(byte[] image) {
    var checksum = new CRC32C();
    checksum.update(image, 0, imageBytes);
    int value = (int) checksum.getValue();
    return value == 0 ? 1 : value;
  }
}
