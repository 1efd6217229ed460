package dev.trainyard.trainer.data;

import dev.trainyard.trainer.data.DatasetFolder.Sample;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Images at training size in one memory-mapped file. An image is decoded when it is first asked for
 * and read from the file from then on, also by a later run that resumes. Thread-safe: two threads
 * that decode the same image write the same bytes. The mapping ends with the process: Java has no
 * safe way to end it before.
 */
public final class ImageCache {
  private static final long MAX_SEGMENT_BYTES = 1L << 30;
  private static final byte DECODED = 1;

  private final List<Sample> samples;
  private final int imageSize;
  private final int imageBytes;
  private final int imagesPerSegment;
  private final List<MappedByteBuffer> segments = new ArrayList<>();
  private final MappedByteBuffer states;
  private final AtomicIntegerArray known;

  private ImageCache(Path file, List<Sample> samples, int imageSize) throws IOException {
    this.samples = List.copyOf(samples);
    this.imageSize = imageSize;
    this.imageBytes = imageSize * imageSize * RgbImage.CHANNELS;
    this.imagesPerSegment = (int) (MAX_SEGMENT_BYTES / imageBytes);
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long position = 0;
      for (int first = 0; first < samples.size(); first += imagesPerSegment) {
        long length = (long) Math.min(imagesPerSegment, samples.size() - first) * imageBytes;
        segments.add(channel.map(FileChannel.MapMode.READ_WRITE, position, length));
        position += length;
      }
      // Last, and one byte each: whether the image is there.
      states = channel.map(FileChannel.MapMode.READ_WRITE, position, samples.size());
    }
    known = new AtomicIntegerArray(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      known.set(i, states.get(i));
    }
  }

  /**
   * Opens or creates the cache of these images in a folder.
   *
   * @throws InsufficientSpaceException if the disk is too full for it
   * @throws IOException if the file cannot be written
   */
  public static ImageCache open(Path folder, String name, List<Sample> samples, int imageSize)
      throws IOException {
    Files.createDirectories(folder);
    var fingerprint = new Fingerprint().add(imageSize);
    for (var sample : samples) {
      fingerprint
          .add(sample.file().toString())
          .add(Files.size(sample.file()))
          .add(Files.getLastModifiedTime(sample.file()).toMillis());
    }
    var file = folder.resolve("%s-%s.cache".formatted(name, fingerprint.hex(16)));
    forgetOthers(folder, name, file);
    long needed = samples.size() * (imageSize * imageSize * 3L + 1);
    long found = Files.getFileStore(folder).getUsableSpace();
    if (!Files.exists(file) && needed > found) {
      throw new InsufficientSpaceException(folder, needed, found);
    }
    return new ImageCache(file, samples, imageSize);
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
    var segment = segments.get(index / imagesPerSegment);
    int position = index % imagesPerSegment * imageBytes;
    if (known.get(index) == DECODED) {
      segment.get(position, target, 0, imageBytes);
      return;
    }
    byte[] image =
        Letterbox.fit(ImageDecoder.decode(samples.get(index).file(), imageSize), imageSize);
    segment.put(position, image, 0, imageBytes);
    states.put(index, DECODED);
    known.set(index, DECODED);
    System.arraycopy(image, 0, target, 0, imageBytes);
  }
}
