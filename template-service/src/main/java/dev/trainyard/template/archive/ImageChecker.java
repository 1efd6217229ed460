package dev.trainyard.template.archive;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes images to see that they can be decoded. Memory is bounded: large files are read from disk
 * and decoded at reduced scale. Thread-safe.
 */
final class ImageChecker {
  private static final int IN_MEMORY_BYTES = 4 << 20;
  private static final int DECODED_EDGE = 256;

  private final ArchiveLimits limits;

  ImageChecker(ArchiveLimits limits) {
    this.limits = limits;
  }

  /** Puts what is wrong with an image into the findings, and one that is right to the others. */
  void check(ZipFile archive, DatasetImage image, Findings findings, DuplicateImages duplicates) {
    var item = image.item();
    if (item.uncompressedBytes() > limits.maxImageBytes()) {
      findings.violation(
          item.name(),
          "has %d bytes; an image may have at most %d"
              .formatted(item.uncompressedBytes(), limits.maxImageBytes()));
      return;
    }
    var entry = archive.getEntry(item.name());
    if (entry == null) {
      findings.violation(item.name(), "cannot be found in the archive");
      return;
    }
    var digest = Sha256.begin();
    try (var content =
            new DigestInputStream(
                new BoundedStream(archive.getInputStream(entry), item.uncompressedBytes()),
                digest);
        var input = open(content, item.uncompressedBytes())) {
      decode(input, item.name(), findings);
      content.transferTo(OutputStream.nullOutputStream());
      duplicates.add(image, Sha256.end(digest));
    } catch (TooManyPixelsException e) {
      findings.violation(
          item.name(),
          "has %d × %d pixels; an image may have at most %d"
              .formatted(e.width, e.height, limits.maxImagePixels()));
    } catch (SeveralPagesException e) {
      findings.violation(
          item.name(), "has %d pages; split it into one file for each page".formatted(e.pages));
    } catch (IOException | RuntimeException e) {
      // Readers throw all kinds of runtime exceptions at damaged files.
      findings.violation(item.name(), "is not a readable image: " + reasonOf(e));
    } catch (OutOfMemoryError e) {
      findings.violation(item.name(), "needs too much memory to be decoded");
    }
  }

  private static ImageInputStream open(InputStream content, long bytes) throws IOException {
    return bytes <= IN_MEMORY_BYTES
        ? new MemoryCacheImageInputStream(new ByteArrayInputStream(content.readAllBytes()))
        : new FileCacheImageInputStream(content, null);
  }

  private void decode(ImageInputStream input, String name, Findings findings) throws IOException {
    var readers = ImageIO.getImageReaders(input);
    if (!readers.hasNext()) {
      throw new IOException("its content is of no known image format");
    }
    var reader = readers.next();
    try {
      reader.setInput(input, !isTiff(reader), true);
      requireOnePage(reader);
      var width = reader.getWidth(0);
      var height = reader.getHeight(0);
      if ((long) width * height > limits.maxImagePixels()) {
        throw new TooManyPixelsException(width, height);
      }
      var defects = new DefectListener();
      reader.addIIOReadWarningListener(defects);
      var parameters = reader.getDefaultReadParam();
      var step = Math.max(1, Math.max(width, height) / DECODED_EDGE);
      parameters.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, parameters);
      image.flush();
      if (defects.first != null) {
        findings.warning(name + ": decoded with defects: " + defects.first);
      }
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
      throw new SeveralPagesException(reader.getNumImages(true));
    }
  }

  private static String reasonOf(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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

  private static final class SeveralPagesException extends IOException {
    private final int pages;

    SeveralPagesException(int pages) {
      this.pages = pages;
    }
  }

  private static final class TooManyPixelsException extends IOException {
    private final int width;
    private final int height;

    TooManyPixelsException(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /** Does not believe the archive's directory: an entry may unpack to more than it says. */
  private static final class BoundedStream extends FilterInputStream {
    private long left;

    BoundedStream(InputStream in, long bytes) {
      super(in);
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      var value = in.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var read = in.read(buffer, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("it unpacks to more bytes than the archive says");
      }
    }
  }
}
