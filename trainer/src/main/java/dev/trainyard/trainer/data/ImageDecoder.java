package dev.trainyard.trainer.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes any supported image file to 8-bit RGB, large ones at reduced size: palette, grey, 1-bit,
 * 16-bit and CMYK images are converted, transparency lies on white, the orientation is read. Of a
 * file with several pages it takes the first. Thread-safe.
 */
final class ImageDecoder {
  private static final long MAX_PIXELS = 400_000_000L;
  private static final int MAX_FILE_BYTES = 256 << 20;
  // All coefficients of a progressive file are in memory at once, and every scan walks over them.
  private static final long MAX_PROGRESSIVE_PIXELS = 100_000_000L;
  private static final int MAX_SCANS = 100;
  private static final long MAX_DECODED_BYTES = 256L << 20;
  // What averaging squares blurs is lost on the way to the edge anyway; see ADR 0010.
  private static final double MIN_OVERSIZE = 1.5;

  // Workers must not decode so many large images at once that memory runs out.
  private static final int DECODING_MEBIBYTES =
      (int) Math.min(1 << 20, Runtime.getRuntime().maxMemory() / 2 >> 20);
  private static final Semaphore DECODING_MEMORY = new Semaphore(DECODING_MEBIBYTES);

  static {
    // Temporary files per image would cost more than they save.
    ImageIO.setUseCache(false);
  }

  private ImageDecoder() {}

  /**
   * Decodes an image that is to be fitted into a square.
   *
   * @param edge edge of that square in pixels; if the image is larger it may come reduced, with a
   *     longer edge of at least 1.5 times that
   * @throws UnreadableImageException if the file cannot be decoded as a whole
   */
  static DecodedImage decode(Path file, int edge) throws UnreadableImageException {
    try {
      if (Files.size(file) == 0) {
        throw new UnreadableImageException(file, "is empty", null);
      }
      byte[] start = start(file);
      if (JpegFile.isJpeg(start, start.length)) {
        return decodeJpeg(file, edge);
      }
      if (PngFile.isPng(start) && OpenCvLibrary.isLoaded()) {
        return decodePng(file, edge);
      }
      return decodeOther(file, edge);
    } catch (UnreadableImageException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new UnreadableImageException(file, "takes more memory to decode than there is", e);
    } catch (IOException | RuntimeException e) {
      var reason = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new UnreadableImageException(file, "cannot be decoded: " + reason, e);
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(64);
    }
  }

  private static DecodedImage decodeJpeg(Path file, int edge) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new UnreadableImageException(file, "is a JPEG file of more than 256 MiB", null);
    }
    byte[] bytes = Files.readAllBytes(file);
    var jpeg = JpegFile.parse(bytes);
    requirePixels(file, jpeg.width(), jpeg.height());
    if (!jpeg.complete()) {
      throw new UnreadableImageException(
          file, "is cut off: the end of the picture is missing", null);
    }
    if (jpeg.progressive()
        && (jpeg.scans() > MAX_SCANS
            || (long) jpeg.width() * jpeg.height() > MAX_PROGRESSIVE_PIXELS)) {
      throw new UnreadableImageException(file, "is too large for a progressive JPEG file", null);
    }
    if (jpeg.plain() && jpeg.components() != 4 && OpenCvLibrary.isLoaded()) {
      int largest =
          Math.min(factor(jpeg.width(), jpeg.height(), edge), OpenCvDecoder.LARGEST_JPEG_REDUCTION);
      int factor = Integer.highestOneBit(largest);
      var image = OpenCvDecoder.jpeg(bytes, factor);
      if (image.isPresent()) {
        return reduced(image.get(), jpeg.width(), jpeg.height(), factor, jpeg.orientation());
      }
    }
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return read(file, in, edge, jpeg.orientation());
    }
  }

  private static DecodedImage decodePng(Path file, int edge) throws IOException {
    if (Files.size(file) <= MAX_FILE_BYTES) {
      byte[] bytes = Files.readAllBytes(file);
      var png = PngFile.parse(bytes);
      requirePixels(file, png.width(), png.height());
      long decodedBytes = (long) png.width() * png.height() * (png.grey() ? 1 : RgbImage.CHANNELS);
      if (png.plain() && decodedBytes <= MAX_DECODED_BYTES) {
        int factor = factor(png.width(), png.height(), edge);
        int permits = takeMemory(decodedBytes);
        try {
          var image = OpenCvDecoder.png(bytes, png.grey(), factor);
          if (image.isPresent()) {
            return reduced(image.get(), png.width(), png.height(), factor, ExifOrientation.UPRIGHT);
          }
        } finally {
          DECODING_MEMORY.release(permits);
        }
      }
    }
    return decodeOther(file, edge);
  }

  private static DecodedImage decodeOther(Path file, int edge) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new UnreadableImageException(file, "cannot be opened", null);
      }
      return read(file, in, edge, ExifOrientation.ofTiff(in));
    }
  }

  private static DecodedImage read(
      Path file, ImageInputStream in, int edge, ExifOrientation orientation) throws IOException {
    var readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new UnreadableImageException(file, "is no image of a known format", null);
    }
    var reader = readers.next();
    try {
      reader.setInput(in, true, true);
      requirePixels(file, reader.getWidth(0), reader.getHeight(0));
      long bytes = decodedBytes(reader);
      int permits = takeMemory(Math.min(bytes, MAX_DECODED_BYTES));
      try {
        return read(reader, bytes, edge, orientation);
      } finally {
        DECODING_MEMORY.release(permits);
      }
    } finally {
      reader.dispose();
    }
  }

  private static DecodedImage read(
      ImageReader reader, long bytes, int edge, ExifOrientation orientation) throws IOException {
    var parameters = reader.getDefaultReadParam();
    int skip = (int) Math.ceil(Math.sqrt((double) bytes / MAX_DECODED_BYTES));
    if (skip > 1) {
      parameters.setSourceSubsampling(skip, skip, 0, 0);
    }
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    var rows = PixelRows.of(reader.read(0, parameters));
    int factor = factor(rows.width(), rows.height(), edge);
    var image = BoxReduction.reduce(rows, factor);
    return reduced(image, width, height, Math.max(1, skip) * factor, orientation);
  }

  private static DecodedImage reduced(
      RgbImage image, int width, int height, int factor, ExifOrientation orientation) {
    return new DecodedImage(image, (double) width / factor, (double) height / factor, orientation);
  }

  /** Waits until so much may be decoded; what it returns is to be released. */
  private static int takeMemory(long bytes) {
    int permits = (int) Math.min(DECODING_MEBIBYTES, bytes >> 20);
    DECODING_MEMORY.acquireUninterruptibly(permits);
    return permits;
  }

  private static long decodedBytes(ImageReader reader) throws IOException {
    var samples = reader.getImageTypes(0).next().getSampleModel();
    long bits = 0;
    for (int band = 0; band < samples.getNumBands(); band++) {
      bits += samples.getSampleSize(band);
    }
    return (long) reader.getWidth(0) * reader.getHeight(0) * bits / Byte.SIZE;
  }

  private static void requirePixels(Path file, int width, int height)
      throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(file, "states no width and height", null);
    }
    if ((long) width * height > MAX_PIXELS) {
      throw new UnreadableImageException(
          file,
          "states %d × %d pixels; the limit is %d million"
              .formatted(width, height, MAX_PIXELS / 1_000_000),
          null);
    }
  }

  /** By what the edges may be divided. */
  private static int factor(int width, int height, int edge) {
    return Math.max(1, (int) (Math.max(width, height) / (MIN_OVERSIZE * edge)));
  }
}
