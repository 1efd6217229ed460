package dev.trainyard.template.archive;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/** Decodes images at reduced scale, so that memory is bounded. Thread-safe. */
final class ImageDecoder {
  /** Larger images are decoded to fewer pixels than this. */
  private static final int DECODED_PIXELS = 4 << 20;

  private final long maxPixels;

  ImageDecoder(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /**
   * An image that could be decoded.
   *
   * @param image at reduced scale, as it is in the file
   * @param orientation how to turn it, as EXIF numbers it
   * @param width of the whole image
   * @param height of the whole image
   * @param defect what was wrong and did not matter
   */
  record Decoded(
      BufferedImage image, int orientation, int width, int height, Optional<String> defect) {}

  /** An image that no dataset may have, be it decodable or not. */
  static final class UnwantedImageException extends IOException {
    private final ProblemCode code;

    UnwantedImageException(ProblemCode code, String message) {
      super(message);
      this.code = code;
    }

    ProblemCode code() {
      return code;
    }
  }

  /**
   * @throws UnwantedImageException if it has too many pixels or pages
   * @throws IOException if it is no image, or damaged; readers throw all kinds of runtime
   *     exceptions too
   */
  Decoded decode(ImageInputStream input) throws IOException {
    var readers = ImageIO.getImageReaders(input);
    if (!readers.hasNext()) {
      throw new IOException("its content is of no known image format");
    }
    var reader = readers.next();
    try {
      var orientation = ExifOrientation.of(input);
      reader.setInput(input, !isTiff(reader), true);
      requireOnePage(reader);
      var width = reader.getWidth(0);
      var height = reader.getHeight(0);
      if ((long) width * height > maxPixels) {
        throw new UnwantedImageException(
            ProblemCode.TOO_MANY_PIXELS,
            "has %d × %d pixels; an image may have at most %d".formatted(width, height, maxPixels));
      }
      var defects = new DefectListener();
      reader.addIIOReadWarningListener(defects);
      var parameters = reader.getDefaultReadParam();
      var step = (int) Math.ceil(Math.sqrt((double) width * height / DECODED_PIXELS));
      parameters.setSourceSubsampling(step, step, 0, 0);
      return new Decoded(
          reader.read(0, parameters),
          orientation,
          width,
          height,
          Optional.ofNullable(defects.first));
    } finally {
      reader.dispose();
    }
  }

  private static boolean isTiff(ImageReader reader) throws IOException {
    return reader.getFormatName().equalsIgnoreCase("tiff");
  }

  /** The trainer reads the first page only, and nobody would know of the others. */
  private static void requireOnePage(ImageReader reader) throws IOException {
    if (isTiff(reader) && reader.getNumImages(true) > 1) {
      throw new UnwantedImageException(
          ProblemCode.SEVERAL_PAGES,
          "has %d pages; split it into one file for each page"
              .formatted(reader.getNumImages(true)));
    }
  }

  private static final class DefectListener implements IIOReadWarningListener {
    private String first;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      if (first == null) {
        first = warning;
      }
    }
  }
}
