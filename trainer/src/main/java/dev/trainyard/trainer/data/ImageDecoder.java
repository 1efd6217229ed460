package dev.trainyard.trainer.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes any supported image file to upright 8-bit RGB: palette, grey, 1-bit and 16-bit images are
 * converted, transparency lies on white, EXIF orientation is applied. Thread-safe.
 */
final class ImageDecoder {
  private static final long MAX_PIXELS = 400_000_000L;
  private static final int WHITE = 255;

  static {
    // Temporary files per image would cost more than they save.
    ImageIO.setUseCache(false);
  }

  private ImageDecoder() {}

  /**
   * @throws UnreadableImageException if the file cannot be decoded
   */
  static RgbImage decode(Path file) throws UnreadableImageException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new UnreadableImageException(file, "cannot be opened", null);
      }
      var readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UnreadableImageException(file, "is no image of a known format", null);
      }
      var orientation = ExifOrientation.read(in);
      return orientation.apply(toRgb(read(file, in, readers.next())));
    } catch (UnreadableImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableImageException(file, "cannot be decoded: " + e.getMessage(), e);
    }
  }

  private static BufferedImage read(Path file, ImageInputStream in, ImageReader reader)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
        throw new UnreadableImageException(file, "has more than " + MAX_PIXELS + " pixels", null);
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  static RgbImage toRgb(BufferedImage image) {
    var samples = new byte[Math.multiplyExact(image.getWidth() * image.getHeight(), 3)];
    if (isGrey(image)) {
      copyGrey(image.getRaster(), samples);
    } else {
      copyColour(image, samples);
    }
    return new RgbImage(image.getWidth(), image.getHeight(), samples);
  }

  // getRGB treats grey samples as linear light and would brighten them.
  private static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && !(image.getColorModel() instanceof IndexColorModel)
        && image.getRaster().getTransferType() != DataBuffer.TYPE_FLOAT;
  }

  private static void copyGrey(Raster raster, byte[] samples) {
    int bits = raster.getSampleModel().getSampleSize(0);
    long maximum = (1L << Math.min(bits, 31)) - 1;
    var row = new int[raster.getWidth()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
      for (int value : row) {
        byte grey = (byte) (bits == 8 ? value : (value * 255L + maximum / 2) / maximum);
        samples[at++] = grey;
        samples[at++] = grey;
        samples[at++] = grey;
      }
    }
  }

  private static void copyColour(BufferedImage image, byte[] samples) {
    boolean transparent = image.getColorModel().hasAlpha();
    var row = new int[image.getWidth()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        int alpha = transparent ? argb >>> 24 : WHITE;
        samples[at++] = onWhite(argb >> 16 & 0xff, alpha);
        samples[at++] = onWhite(argb >> 8 & 0xff, alpha);
        samples[at++] = onWhite(argb & 0xff, alpha);
      }
    }
  }

  private static byte onWhite(int value, int alpha) {
    return (byte)
        (alpha == WHITE ? value : (value * alpha + WHITE * (WHITE - alpha) + 127) / WHITE);
  }
}
