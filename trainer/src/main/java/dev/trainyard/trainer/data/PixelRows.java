package dev.trainyard.trainer.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.MultiPixelPackedSampleModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The rows of a decoded image as 8-bit samples: grey or red, green, blue. Deeper samples are
 * scaled, palettes looked up, transparency lies on white. Samples are taken as they are stored,
 * without regard to colour profiles.
 *
 * @param width pixels of a row
 * @param height rows
 * @param channels samples of a pixel, 1 or 3
 * @param blueFirst whether the three are in the order blue, green, red
 * @param reader copies a row
 */
record PixelRows(int width, int height, int channels, boolean blueFirst, Reader reader) {
  private static final int WHITE = 255;

  /** Copies row {@code y} to the beginning of {@code row}. */
  interface Reader {
    void read(int y, byte[] row);
  }

  static PixelRows of(BufferedImage image) {
    var colours = image.getColorModel();
    int transferType = image.getRaster().getTransferType();
    if (colours instanceof IndexColorModel palette && transferType == DataBuffer.TYPE_BYTE) {
      return ofPalette(image.getRaster(), palette);
    }
    // Java takes grey samples for linear light and would brighten them.
    if (colours instanceof ComponentColorModel components
        && (transferType == DataBuffer.TYPE_BYTE || transferType == DataBuffer.TYPE_USHORT)) {
      int space = components.getColorSpace().getType();
      if (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB) {
        return ofComponents(image.getRaster(), components, space == ColorSpace.TYPE_GRAY ? 1 : 3);
      }
    }
    return ofAny(image);
  }

  private static PixelRows ofPalette(Raster raster, IndexColorModel palette) {
    var colours = new byte[256 * RgbImage.CHANNELS];
    boolean grey = true;
    for (int i = 0; i < palette.getMapSize(); i++) {
      int alpha = palette.getAlpha(i);
      int at = i * RgbImage.CHANNELS;
      colours[at] = onWhite(palette.getRed(i), alpha);
      colours[at + 1] = onWhite(palette.getGreen(i), alpha);
      colours[at + 2] = onWhite(palette.getBlue(i), alpha);
      grey &= colours[at] == colours[at + 1] && colours[at] == colours[at + 2];
    }
    int channels = grey ? 1 : RgbImage.CHANNELS;
    if (grey
        && raster.getSampleModel() instanceof MultiPixelPackedSampleModel layout
        && layout.getPixelBitStride() == 1
        && layout.getDataBitOffset() == 0
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0) {
      return ofBits(raster, layout.getScanlineStride(), buffer, colours[0], colours[3]);
    }
    var indices = new byte[raster.getWidth()];
    return of(
        raster,
        channels,
        (y, row) -> {
          raster.getDataElements(
              raster.getMinX(), raster.getMinY() + y, indices.length, 1, indices);
          int at = 0;
          for (byte index : indices) {
            int from = (index & 0xff) * RgbImage.CHANNELS;
            for (int channel = 0; channel < channels; channel++) {
              row[at++] = colours[from + channel];
            }
          }
        });
  }

  // Fax pages: eight pixels a byte.
  private static PixelRows ofBits(
      Raster raster, int stride, DataBufferByte buffer, byte zero, byte one) {
    byte[] data = buffer.getData();
    int start = buffer.getOffset();
    int width = raster.getWidth();
    return of(
        raster,
        1,
        (y, row) -> {
          int from = start + y * stride;
          for (int x = 0; x < width; x++) {
            int bit = data[from + (x >> 3)] >> (7 - (x & 7)) & 1;
            row[x] = (byte) (zero ^ (zero ^ one) & -bit);
          }
        });
  }

  private static PixelRows ofComponents(
      Raster raster, ComponentColorModel components, int channels) {
    int bands = raster.getNumBands();
    int bits = components.getComponentSize(0);
    boolean bytes = raster.getTransferType() == DataBuffer.TYPE_BYTE;
    if (bytes && bits == 8 && bands == channels) {
      return ofBytes(raster, channels);
    }
    int maximum = (1 << bits) - 1;
    boolean transparent = components.hasAlpha() && bands > channels;
    boolean premultiplied = components.isAlphaPremultiplied();
    var values = new int[raster.getWidth() * bands];
    return of(
        raster,
        channels,
        (y, row) -> {
          raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, values);
          int at = 0;
          for (int from = 0; from < values.length; from += bands) {
            int alpha = transparent ? toByte(values[from + bands - 1], maximum) : WHITE;
            for (int channel = 0; channel < channels; channel++) {
              int value = toByte(values[from + channel], maximum);
              row[at++] =
                  premultiplied
                      ? (byte) Math.min(WHITE, value + WHITE - alpha)
                      : onWhite(value, alpha);
            }
          }
        });
  }

  private static PixelRows ofBytes(Raster raster, int channels) {
    int rowLength = raster.getWidth() * channels;
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel layout
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && layout.getPixelStride() == channels
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0) {
      int[] offsets = layout.getBandOffsets();
      boolean blueFirst = channels == 3 && offsets[0] == 2 && offsets[1] == 1 && offsets[2] == 0;
      if (blueFirst || Arrays.equals(offsets, Arrays.copyOf(new int[] {0, 1, 2}, channels))) {
        byte[] data = buffer.getData();
        int stride = layout.getScanlineStride();
        int start = buffer.getOffset();
        return new PixelRows(
            raster.getWidth(),
            raster.getHeight(),
            channels,
            blueFirst,
            (y, row) -> System.arraycopy(data, start + y * stride, row, 0, rowLength));
      }
    }
    return of(
        raster,
        channels,
        (y, row) ->
            raster.getDataElements(
                raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row));
  }

  private static PixelRows ofAny(BufferedImage image) {
    boolean transparent = image.getColorModel().hasAlpha();
    var pixels = new int[image.getWidth()];
    return of(
        image.getRaster(),
        RgbImage.CHANNELS,
        (y, row) -> {
          image.getRGB(0, y, pixels.length, 1, pixels, 0, pixels.length);
          int at = 0;
          for (int pixel : pixels) {
            int alpha = transparent ? pixel >>> 24 : WHITE;
            row[at++] = onWhite(pixel >> 16 & 0xff, alpha);
            row[at++] = onWhite(pixel >> 8 & 0xff, alpha);
            row[at++] = onWhite(pixel & 0xff, alpha);
          }
        });
  }

  private static PixelRows of(Raster raster, int channels, Reader reader) {
    return new PixelRows(raster.getWidth(), raster.getHeight(), channels, false, reader);
  }

  private static int toByte(int value, int maximum) {
    return maximum == WHITE ? value : (value * WHITE + maximum / 2) / maximum;
  }

  private static byte onWhite(int value, int alpha) {
    return (byte)
        (alpha == WHITE ? value : (value * alpha + WHITE * (WHITE - alpha) + 127) / WHITE);
  }
}
