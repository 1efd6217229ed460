package dev.trainyard.trainer.data;

import dev.trainyard.trainer.data.DatasetFolder.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Images at training size in one memory-mapped file. An image is decoded when it is first asked for
 * and read from the file from then on, also by a later run that resumes, which checks it first.
 * Thread-safe: two threads that decode the same image write the same bytes.
 */
public final class ImageCache {
  private static final int VERIFIED = 1;

  private final List<Sample> samples;
  private final int imageSize;
  private final CacheFile file;
  private final AtomicIntegerArray states;

  private ImageCache(CacheFile file, List<Sample> samples, int imageSize) {
    this.samples = List.copyOf(samples);
    this.imageSize = imageSize;
    this.file = file;
    states = new AtomicIntegerArray(samples.size());
  }

  /**
   * Opens or creates the cache of these images in a folder. All its disk space is taken at once.
   *
   * @param onProgress is called for every image that was looked at
   * @throws InsufficientSpaceException if the disk is too full for it
   * @throws IOException if the file cannot be written
   */
  public static ImageCache open(
      Path folder, String name, List<Sample> samples, int imageSize, Runnable onProgress)
      throws IOException {
    Files.createDirectories(folder);
    var fingerprint = new Fingerprint().add(CacheFile.VERSION).add(imageSize);
    for (var sample : samples) {
      fingerprint
          .add(sample.file().toString())
          .add(Files.size(sample.file()))
          .add(Files.getLastModifiedTime(sample.file()).toMillis());
      onProgress.run();
    }
    var file = folder.resolve("%s-%s.cache".formatted(name, fingerprint.hex(16)));
    forgetOthers(folder, name, file);
    int imageBytes = imageSize * imageSize * RgbImage.CHANNELS;
    return new ImageCache(CacheFile.open(file, imageBytes, samples.size()), samples, imageSize);
  }

  /** Removes the cache of a dataset that lay elsewhere or was another. */
  private static void forgetOthers(Path folder, String name, Path wanted) throws IOException {
    try (var files = Files.newDirectoryStream(folder, name + "-*.cache")) {
      for (var file : files) {
        if (!file.equals(wanted)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** How many images there are. */
  public int size() {
    return samples.size();
  }

  /** Edge of an image in pixels. */
  public int imageSize() {
    return imageSize;
  }

  /** Index of the image's class. */
  public int label(int index) {
    return samples.get(index).label();
  }

  /**
   * Copies an image to {@code target}: rows of RGB samples.
   *
   * @throws UnreadableImageException if the file is no image
   */
  public void read(int index, byte[] target) throws UnreadableImageException {
    if (states.get(index) == VERIFIED) {
      file.read(index, target);
      return;
    }
    if (!file.readChecked(index, target)) {
      byte[] image =
          Letterbox.fit(ImageDecoder.decode(samples.get(index).file(), imageSize), imageSize);
      file.write(index, image);
      System.arraycopy(image, 0, target, 0, image.length);
    }
    states.set(index, VERIFIED);
  }
}
