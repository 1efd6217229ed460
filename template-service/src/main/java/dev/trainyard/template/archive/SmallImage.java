package dev.trainyard.template.archive;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * An image made small by averaging, without the drawing classes, which want fonts and a screen.
 *
 * @param pixels 0xRRGGBB, row by row
 */
record SmallImage(int width, int height, int[] pixels) {

  /** An image stretched or shrunk to a size. */
  static SmallImage of(BufferedImage image, int width, int height) {
    var pixels = new int[width * height];
    var rows = new Rows(image);
    for (var y = 0; y < height; y++) {
      var sums = new long[width * 3];
      var counts = new long[width];
      var top = first(y, height, image.getHeight());
      var bottom = last(y, height, image.getHeight());
      for (var sourceY = top; sourceY < bottom; sourceY++) {
        sum(rows.read(sourceY), sums, counts);
      }
      for (var x = 0; x < width; x++) {
        pixels[y * width + x] =
            (int) (sums[3 * x] / counts[x]) << 16
                | (int) (sums[3 * x + 1] / counts[x]) << 8
                | (int) (sums[3 * x + 2] / counts[x]);
      }
    }
    return new SmallImage(width, height, pixels);
  }

  /** An image shrunk to fit into a square; one that fits already keeps its size. */
  static SmallImage within(BufferedImage image, int edge) {
    var scale = Math.min(1.0, (double) edge / Math.max(image.getWidth(), image.getHeight()));
    return of(
        image,
        Math.max(1, (int) Math.round(image.getWidth() * scale)),
        Math.max(1, (int) Math.round(image.getHeight() * scale)));
  }

  /** Turned upright by the number that EXIF gives an orientation. */
  SmallImage upright(int orientation) {
    var transposes = orientation >= 5;
    var mirrorsX = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    var mirrorsY = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    var toWidth = transposes ? height : width;
    var toHeight = transposes ? width : height;
    var turned = new int[pixels.length];
    for (var y = 0; y < toHeight; y++) {
      for (var x = 0; x < toWidth; x++) {
        var fromX = mirrorsX ? toWidth - 1 - x : x;
        var fromY = mirrorsY ? toHeight - 1 - y : y;
        turned[y * toWidth + x] = transposes ? at(fromY, fromX) : at(fromX, fromY);
      }
    }
    return new SmallImage(toWidth, toHeight, turned);
  }

  /** Brightness of each pixel, 0–255. */
  int[] grey() {
    var grey = new int[pixels.length];
    for (var at = 0; at < grey.length; at++) {
      var rgb = pixels[at];
      grey[at] = (2 * (rgb >> 16 & 0xFF) + 5 * (rgb >> 8 & 0xFF) + (rgb & 0xFF)) >> 3;
    }
    return grey;
  }

  /**
   * @param quality 0–1
   */
  byte[] toJpeg(float quality) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      var parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private int at(int x, int y) {
    return pixels[y * width + x];
  }

  private static void sum(int[] row, long[] sums, long[] counts) {
    for (var x = 0; x < counts.length; x++) {
      var end = last(x, counts.length, row.length);
      for (var from = first(x, counts.length, row.length); from < end; from++) {
        sums[3 * x] += row[from] >> 16 & 0xFF;
        sums[3 * x + 1] += row[from] >> 8 & 0xFF;
        sums[3 * x + 2] += row[from] & 0xFF;
        counts[x]++;
      }
    }
  }

  private static int first(int cell, int cells, int length) {
    return (int) ((long) cell * length / cells);
  }

  private static int last(int cell, int cells, int length) {
    return Math.max(first(cell, cells, length) + 1, (int) ((cell + 1L) * length / cells));
  }

  /** Reads rows of samples where that is possible: colours by the colour model take long. */
  private static final class Rows {
    private final BufferedImage image;
    private final int bands;
    private final int shift;
    private final boolean isPlain;
    private final int[] row;
    private int[] samples;

    Rows(BufferedImage image) {
      var model = image.getColorModel();
      var space = model.getColorSpace().getType();
      this.image = image;
      this.bands = image.getRaster().getNumBands();
      this.shift = image.getSampleModel().getSampleSize(0) - 8;
      this.isPlain =
          !(model instanceof IndexColorModel)
              && shift >= 0
              && shift <= 8
              && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB && bands >= 3);
      this.row = new int[image.getWidth()];
    }

    int[] read(int y) {
      if (!isPlain) {
        return image.getRGB(0, y, row.length, 1, row, 0, row.length);
      }
      samples = image.getRaster().getPixels(0, y, row.length, 1, samples);
      var green = bands >= 3 ? 1 : 0;
      for (var x = 0; x < row.length; x++) {
        var at = x * bands;
        row[x] =
            (samples[at] >> shift & 0xFF) << 16
                | (samples[at + green] >> shift & 0xFF) << 8
                | samples[at + 2 * green] >> shift & 0xFF;
      }
      return row;
    }
  }
}
