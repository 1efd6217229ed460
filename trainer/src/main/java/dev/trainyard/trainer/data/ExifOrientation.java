package dev.trainyard.trainer.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * How an image must be turned to stand upright, as cameras and scanners write it into JPEG (EXIF)
 * and TIFF files. Numbers as in the EXIF standard.
 */
enum ExifOrientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  MIRRORED_UPSIDE_DOWN(false, false, true),
  TRANSPOSED(true, false, false),
  TURN_RIGHT(true, true, false),
  TRANSVERSED(true, true, true),
  TURN_LEFT(true, false, true);

  private static final int TAG = 0x0112;
  private static final int MAX_TIFF_ENTRIES = 4096;

  private final boolean transpose;
  private final boolean mirrorX;
  private final boolean mirrorY;

  ExifOrientation(boolean transpose, boolean mirrorX, boolean mirrorY) {
    this.transpose = transpose;
    this.mirrorX = mirrorX;
    this.mirrorY = mirrorY;
  }

  /** The orientation that a TIFF file states; leaves the stream where it was. */
  static ExifOrientation ofTiff(ImageInputStream in) throws IOException {
    in.mark();
    try {
      int magic = in.readUnsignedShort();
      if (magic != 0x4949 && magic != 0x4d4d) {
        return UPRIGHT;
      }
      in.seek(in.getStreamPosition() - 2);
      return fromTiff(in);
    } catch (EOFException | IndexOutOfBoundsException e) {
      return UPRIGHT;
    } finally {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      in.reset();
    }
  }

  /** The orientation that an APP1 segment of a JPEG file states, if it holds EXIF data. */
  static ExifOrientation ofJpegSegment(ByteBuffer content) {
    try {
      // "Exif", two zeros, then a TIFF structure.
      boolean exif = content.getInt() == 0x45786966 && content.getShort() == 0;
      return exif ? fromTiffStructure(content.slice()) : UPRIGHT;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
  }

  private static ExifOrientation fromTiffStructure(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + 12 * i;
      if ((tiff.getShort(at) & 0xffff) == TAG) {
        return of(tiff.getShort(at + 8) & 0xffff);
      }
    }
    return UPRIGHT;
  }

  private static ExifOrientation fromTiff(ImageInputStream in) throws IOException {
    long start = in.getStreamPosition();
    in.setByteOrder(
        in.readUnsignedShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (in.readUnsignedShort() != 42) {
      return UPRIGHT;
    }
    in.seek(start + in.readUnsignedInt());
    int entries = Math.min(in.readUnsignedShort(), MAX_TIFF_ENTRIES);
    for (int i = 0; i < entries; i++) {
      int tag = in.readUnsignedShort();
      in.skipBytes(6);
      int value = in.readUnsignedShort();
      in.skipBytes(2);
      if (tag == TAG) {
        return of(value);
      }
    }
    return UPRIGHT;
  }

  static ExifOrientation of(int number) {
    return number >= 1 && number <= 8 ? values()[number - 1] : UPRIGHT;
  }

  /** The image, turned upright. */
  RgbImage apply(RgbImage image) {
    if (this == UPRIGHT) {
      return image;
    }
    int width = transpose ? image.height() : image.width();
    int height = transpose ? image.width() : image.height();
    var source = image.samples();
    var target = new byte[source.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int turnedX = mirrorX ? width - 1 - x : x;
        int turnedY = mirrorY ? height - 1 - y : y;
        int sourceX = transpose ? turnedY : turnedX;
        int sourceY = transpose ? turnedX : turnedY;
        int from = (sourceY * image.width() + sourceX) * 3;
        target[at++] = source[from];
        target[at++] = source[from + 1];
        target[at++] = source[from + 2];
      }
    }
    return new RgbImage(width, height, target);
  }
}
