package dev.trainyard.trainer.data;

import java.nio.ByteBuffer;

/**
 * What the header of a PNG file says.
 *
 * @param width pixels of a row
 * @param height rows
 * @param grey whether it has one sample per pixel
 * @param plain grey or colour of 8 bits in simple rows without transparency, as scanners write it
 */
record PngFile(int width, int height, boolean grey, boolean plain) {
  private static final long SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
  private static final int HEADER = 0x4948_4452;
  private static final int PIXELS = 0x4944_4154;
  private static final int TRANSPARENCY = 0x7452_4e53;
  private static final int FIRST_CHUNK = 8;
  private static final int GREY = 0;
  private static final int COLOUR = 2;

  /** Whether a file that begins so is a PNG file; 33 bytes are enough. */
  static boolean isPng(byte[] start) {
    return start.length >= 33
        && ByteBuffer.wrap(start).getLong() == SIGNATURE
        && ByteBuffer.wrap(start).getInt(FIRST_CHUNK + 4) == HEADER;
  }

  /** Reads the header of a file that {@link #isPng} accepts. */
  static PngFile parse(byte[] file) {
    var bytes = ByteBuffer.wrap(file);
    int kind = bytes.get(25);
    boolean simple = bytes.get(24) == 8 && bytes.get(28) == 0;
    boolean opaque = (kind == GREY || kind == COLOUR) && !isTransparent(bytes);
    return new PngFile(bytes.getInt(16), bytes.getInt(20), kind == GREY, simple && opaque);
  }

  private static boolean isTransparent(ByteBuffer bytes) {
    long at = FIRST_CHUNK;
    while (at + 8 <= bytes.limit()) {
      int name = bytes.getInt((int) at + 4);
      if (name == TRANSPARENCY || name == PIXELS) {
        return name == TRANSPARENCY;
      }
      at += 12 + Integer.toUnsignedLong(bytes.getInt((int) at));
    }
    return false;
  }
}
