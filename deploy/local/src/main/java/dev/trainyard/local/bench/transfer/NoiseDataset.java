package dev.trainyard.local.bench.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A dataset of any size: two classes of uncompressed images (BMP, 24 bits a pixel) of noise, nine
 * of ten to learn from. Compression would neither pay nor be measured: the entries are stored.
 */
final class NoiseDataset {
  private static final int EDGE = 1_320;
  private static final int HEADER_BYTES = 54;
  private static final int PIXEL_BYTES = EDGE * EDGE * 3;
  private static final int TEST_EVERY = 10;

  private NoiseDataset() {}

  /**
   * Writes an archive.
   *
   * @param sizeBytes about how large it is to be; it has at least 20 images
   * @return how many images it has
   */
  static int write(Path archive, long sizeBytes) throws IOException {
    var images = (int) Math.max(2 * TEST_EVERY, sizeBytes / (HEADER_BYTES + PIXEL_BYTES));
    var random = new Random(42);
    try (var zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(archive), 1 << 20))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (var number = 0; number < images; number++) {
        var set = number / 2 % TEST_EVERY == 0 ? "test" : "train";
        add(zip, "%s/%s/%d.bmp".formatted(set, number % 2 == 0 ? "even" : "odd", number), random);
      }
    }
    return images;
  }

  private static void add(ZipOutputStream zip, String name, Random random) throws IOException {
    var image = image(random);
    var checksum = new CRC32();
    checksum.update(image);
    var entry = new ZipEntry(name);
    entry.setSize(image.length);
    entry.setCompressedSize(image.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    ((OutputStream) zip).write(image);
    zip.closeEntry();
  }

  /** The header is BITMAPFILEHEADER and BITMAPINFOHEADER; a row has a multiple of four bytes. */
  private static byte[] image(Random random) {
    var bytes = new byte[HEADER_BYTES + PIXEL_BYTES];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'B')
        .put((byte) 'M')
        .putInt(bytes.length)
        .putInt(0)
        .putInt(HEADER_BYTES)
        .putInt(40)
        .putInt(EDGE)
        .putInt(EDGE)
        .putShort((short) 1)
        .putShort((short) 24)
        .putInt(0)
        .putInt(PIXEL_BYTES)
        .putInt(2_835)
        .putInt(2_835)
        .putInt(0)
        .putInt(0);
    return bytes;
  }
}
