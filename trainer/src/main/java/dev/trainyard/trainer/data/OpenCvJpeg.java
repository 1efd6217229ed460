package dev.trainyard.trainer.data;

import java.util.Optional;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Decodes JPEG files with OpenCV at a half, a quarter or an eighth of their size: a block of 8×8
 * pixels is then computed as 4×4, 2×2 or one, which is the average of those it stands for.
 * Thread-safe.
 */
final class OpenCvJpeg {
  static final int LARGEST_REDUCTION = 8;

  private OpenCvJpeg() {}

  /**
   * Decodes a grey or colour JPEG file as it lies, whatever its orientation.
   *
   * @param reduction 1, 2, 4 or 8
   * @return empty if OpenCV cannot decode it
   */
  static Optional<RgbImage> decode(byte[] file, int reduction) {
    int mode =
        switch (reduction) {
          case 1 -> Imgcodecs.IMREAD_COLOR;
          case 2 -> Imgcodecs.IMREAD_REDUCED_COLOR_2;
          case 4 -> Imgcodecs.IMREAD_REDUCED_COLOR_4;
          case LARGEST_REDUCTION -> Imgcodecs.IMREAD_REDUCED_COLOR_8;
          default -> throw new IllegalArgumentException("reduction " + reduction);
        };
    var encoded = new MatOfByte(file);
    Mat decoded = null;
    try {
      decoded = Imgcodecs.imdecode(encoded, mode | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
      return !decoded.empty() && decoded.type() == CvType.CV_8UC3
          ? Optional.of(toRgb(decoded))
          : Optional.empty();
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

  private static RgbImage toRgb(Mat image) {
    var samples = new byte[Math.toIntExact(image.total()) * RgbImage.CHANNELS];
    image.get(0, 0, samples);
    for (int i = 0; i < samples.length; i += RgbImage.CHANNELS) {
      byte blue = samples[i];
      samples[i] = samples[i + 2];
      samples[i + 2] = blue;
    }
    return new RgbImage(image.cols(), image.rows(), samples);
  }
}
