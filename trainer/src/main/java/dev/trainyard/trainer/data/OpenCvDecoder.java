package dev.trainyard.trainer.data;

import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Decodes ordinary JPEG and PNG files with OpenCV, as they lie in the file. Thread-safe. */
final class OpenCvDecoder {
  static final int LARGEST_JPEG_REDUCTION = 8;

  private OpenCvDecoder() {}

  /**
   * Decodes a grey or colour JPEG file at a half, a quarter or an eighth of its size: a block of
   * 8×8 pixels is then computed as 4×4, 2×2 or one, which is the average of those it stands for.
   *
   * @param reduction 1, 2, 4 or 8
   * @return empty if OpenCV cannot decode it
   */
  static Optional<RgbImage> jpeg(byte[] file, int reduction) {
    int mode =
        switch (reduction) {
          case 1 -> Imgcodecs.IMREAD_COLOR;
          case 2 -> Imgcodecs.IMREAD_REDUCED_COLOR_2;
          case 4 -> Imgcodecs.IMREAD_REDUCED_COLOR_4;
          case LARGEST_JPEG_REDUCTION -> Imgcodecs.IMREAD_REDUCED_COLOR_8;
          default -> throw new IllegalArgumentException("reduction " + reduction);
        };
    return decode(file, mode, 1);
  }

  /**
   * Decodes a PNG file and averages squares of its pixels.
   *
   * @param grey whether it is grey
   * @param factor edge of a square
   * @return empty if OpenCV cannot decode it
   */
  static Optional<RgbImage> png(byte[] file, boolean grey, int factor) {
    return decode(file, grey ? Imgcodecs.IMREAD_GRAYSCALE : Imgcodecs.IMREAD_COLOR, factor);
  }

  private static Optional<RgbImage> decode(byte[] file, int mode, int factor) {
    var encoded = new MatOfByte(file);
    Mat decoded = null;
    try {
      decoded = Imgcodecs.imdecode(encoded, mode | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
      if (decoded.empty()) {
        return Optional.empty();
      }
      if (factor > 1) {
        average(decoded, factor);
      }
      return Optional.of(toRgb(decoded));
    } catch (CvException e) {
      return Optional.empty();
    } finally {
      // Their finalizers would keep native memory until the next garbage collection.
      encoded.release();
      if (decoded != null) {
        decoded.release();
      }
    }
  }

  private static void average(Mat image, int factor) {
    int width = (image.cols() + factor - 1) / factor;
    int height = (image.rows() + factor - 1) / factor;
    int right = width * factor - image.cols();
    int bottom = height * factor - image.rows();
    if (right > 0 || bottom > 0) {
      // Whole squares only, so that all have the same scale.
      Core.copyMakeBorder(image, image, 0, bottom, 0, right, Core.BORDER_REPLICATE);
    }
    Imgproc.resize(image, image, new Size(width, height), 0, 0, Imgproc.INTER_AREA);
  }

  private static RgbImage toRgb(Mat image) {
    int channels = image.channels();
    int pixels = Math.toIntExact(image.total());
    var stored = new byte[Math.multiplyExact(pixels, channels)];
    image.get(0, 0, stored);
    var samples = new byte[Math.multiplyExact(pixels, RgbImage.CHANNELS)];
    // OpenCV has blue first.
    for (int from = 0, to = 0; from < stored.length; from += channels) {
      samples[to++] = stored[from + channels - 1];
      samples[to++] = stored[from + channels / 2];
      samples[to++] = stored[from];
    }
    return new RgbImage(image.cols(), image.rows(), samples);
  }
}
