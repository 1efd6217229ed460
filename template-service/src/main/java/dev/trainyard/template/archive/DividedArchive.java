package dev.trainyard.template.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes an archive with the sets that its images were divided into. */
public final class DividedArchive {
  /** One for all, so that the same images and sets give the same archive. */
  private static final FileTime TIME = FileTime.fromMillis(0);

  private DividedArchive() {}

  /**
   * Copies the images of an archive that was checked, one by one, to their places. Memory is
   * bounded.
   *
   * @throws IOException if one of the files cannot be read or written
   */
  public static void write(Path source, List<DatasetImage> images, OutputStream target)
      throws IOException {
    try (var from = new ZipFile(source.toFile());
        var to = new ZipOutputStream(target)) {
      // Images are compressed already.
      to.setLevel(Deflater.BEST_SPEED);
      for (var image : images.stream().sorted(Comparator.comparing(DatasetImage::path)).toList()) {
        to.putNextEntry(new ZipEntry(image.path()).setLastModifiedTime(TIME));
        try (var content = from.getInputStream(from.getEntry(image.item().name()))) {
          content.transferTo(to);
        }
        to.closeEntry();
      }
    }
  }
}
