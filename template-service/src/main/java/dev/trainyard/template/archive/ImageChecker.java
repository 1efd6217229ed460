package dev.trainyard.template.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes images to see that they can be decoded. Memory is bounded: large files are read from disk
 * and decoded at reduced scale. Thread-safe.
 */
final class ImageChecker {
  private static final int IN_MEMORY_BYTES = 4 << 20;

  private final ArchiveLimits limits;
  private final ImageDecoder decoder;

  ImageChecker(ArchiveLimits limits) {
    this.limits = limits;
    this.decoder = new ImageDecoder(limits.maxImagePixels());
  }

  /** Puts what is wrong with an image, and what it looks like, to what was gathered so far. */
  void check(ZipFile archive, DatasetImage image, Gathered gathered) {
    var item = image.item();
    var entry = archive.getEntry(item.name());
    if (entry == null) {
      gathered.findings().add(ProblemCode.DAMAGED, item.name(), "cannot be found in the archive");
      return;
    }
    check(
        item.name(),
        item.uncompressedBytes(),
        gathered.findings(),
        () -> read(archive, entry, image, gathered));
  }

  /**
   * Puts what is wrong with an image that came by itself into the findings.
   *
   * @param name what it is called there
   * @throws IOException if the file cannot be found on the disk
   */
  void check(Path file, String name, Findings findings) throws IOException {
    var bytes = Files.size(file);
    check(
        name,
        bytes,
        findings,
        () -> {
          try (var content = Files.newInputStream(file);
              var input = open(content, bytes)) {
            var decoded = decoder.decode(input);
            noteDefect(name, decoded, findings);
            decoded.image().flush();
          }
        });
  }

  private void check(String name, long bytes, Findings findings, Reading reading) {
    if (bytes > limits.maxImageBytes()) {
      findings.add(
          ProblemCode.IMAGE_TOO_LARGE,
          name,
          "has %d bytes; an image may have at most %d".formatted(bytes, limits.maxImageBytes()));
      return;
    }
    try {
      reading.run();
    } catch (ImageDecoder.UnwantedImageException e) {
      findings.add(e.code(), name, e.getMessage());
    } catch (IOException | RuntimeException e) {
      if (bytes > IN_MEMORY_BYTES && isDiskFull(bytes)) {
        throw new IllegalStateException("the folder for temporary files is full", e);
      }
      // Readers throw all kinds of runtime exceptions at damaged files.
      findings.add(
          e instanceof BoundedStream.ExceededException
              ? ProblemCode.ZIP_BOMB
              : ProblemCode.UNREADABLE_IMAGE,
          name,
          "is not a readable image: " + reasonOf(e));
    } catch (OutOfMemoryError e) {
      findings.add(ProblemCode.UNREADABLE_IMAGE, name, "needs too much memory to be decoded");
    }
  }

  private void read(ZipFile archive, ZipEntry entry, DatasetImage image, Gathered gathered)
      throws IOException {
    var item = image.item();
    var digest = Sha256.begin();
    try (var content =
            new CheckedInputStream(
                new DigestInputStream(
                    new BoundedStream(archive.getInputStream(entry), item.uncompressedBytes()),
                    digest),
                new CRC32());
        var input = open(content, item.uncompressedBytes())) {
      var decoded = decode(input, content, item.crc());
      noteDefect(item.name(), decoded, gathered.findings());
      gathered.duplicates().add(image, Sha256.end(digest));
      gathered.lookAlikes().add(image, decoded);
      if (gathered.thumbnails().isSample(image)) {
        gathered.thumbnails().add(image, decoded);
      }
      decoded.image().flush();
    }
  }

  private static void noteDefect(String name, ImageDecoder.Decoded decoded, Findings findings) {
    decoded
        .defect()
        .ifPresent(
            defect ->
                findings.add(ProblemCode.IMAGE_DEFECTS, name, "decoded with defects: " + defect));
  }

  /** Decodes an image and reads its file to the end; one that was changed may be decodable. */
  private ImageDecoder.Decoded decode(ImageInputStream input, CheckedInputStream file, long crc)
      throws IOException {
    try {
      return decoder.decode(input);
    } finally {
      // Also of one that cannot be decoded: this may be why.
      requireUnchanged(file, crc);
    }
  }

  /** The JDK's reader of zips does not compare checksums. */
  private static void requireUnchanged(CheckedInputStream file, long crc) throws IOException {
    file.transferTo(OutputStream.nullOutputStream());
    if (file.getChecksum().getValue() != crc) {
      throw new ImageDecoder.UnwantedImageException(
          ProblemCode.DAMAGED,
          "was changed on the way: its checksum is not the one in the archive; pack it again");
    }
  }

  /** Adds the thumbnail of an image that was checked before. */
  void addThumbnail(ZipFile archive, DatasetImage image, Thumbnails thumbnails) {
    again(
        archive,
        image,
        decoded -> {
          thumbnails.add(image, decoded);
          return true;
        });
  }

  /** Looks closely at an image that may be a copy; if it is one, that goes into the findings. */
  void compare(ZipFile archive, LookAlikes.Candidate candidate, Findings findings) {
    var image = candidate.image();
    again(archive, image, decoded -> PageComparison.of(decoded.image()))
        .ifPresent(
            page ->
                candidate.nearest().stream()
                    .filter(
                        near ->
                            again(archive, near, decoded -> PageComparison.of(decoded.image()))
                                .filter(page::isCopyOf)
                                .isPresent())
                    .findFirst()
                    .ifPresent(original -> addCopy(image, original, findings)));
  }

  private static void addCopy(DatasetImage image, DatasetImage original, Findings findings) {
    var name = original.item().name();
    findings.add(
        ProblemCode.NEAR_LEAK,
        image.item().name(),
        name,
        original.className().equals(image.className())
            ? "looks the same as %s, which is in the train set, so the test is too easy"
                .formatted(name)
            : "looks the same as %s, which is in the train set in another class, %s"
                .formatted(name, original.className()));
  }

  /** What is made of an image that was checked before; empty if it fails now. */
  private <T> Optional<T> again(ZipFile archive, DatasetImage image, DecodedUse<T> use) {
    var item = image.item();
    try (var content =
            new BoundedStream(
                archive.getInputStream(archive.getEntry(item.name())), item.uncompressedBytes());
        var input = open(content, item.uncompressedBytes())) {
      return Optional.of(use.of(decoder.decode(input)));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // It was decoded before; a report without this picture is a report.
      return Optional.empty();
    }
  }

  private static ImageInputStream open(InputStream content, long bytes) throws IOException {
    return bytes <= IN_MEMORY_BYTES
        ? new MemoryCacheImageInputStream(new ByteArrayInputStream(content.readAllBytes()))
        : new FileCacheImageInputStream(content, null);
  }

  /** Whether a large image could not be spooled, which is not the image's fault. */
  private static boolean isDiskFull(long bytes) {
    try {
      var temporary = Path.of(System.getProperty("java.io.tmpdir"));
      return Files.getFileStore(temporary).getUsableSpace() < bytes;
    } catch (IOException e) {
      return true;
    }
  }

  private static String reasonOf(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  @FunctionalInterface
  private interface DecodedUse<T> {
    T of(ImageDecoder.Decoded decoded) throws IOException;
  }
}
