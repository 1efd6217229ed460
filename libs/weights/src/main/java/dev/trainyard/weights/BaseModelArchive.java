package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A base model as one file: a zip of exactly one {@code .pth} and a {@code config.yaml}. A trained
 * model's archive is one too, so that training can go on from it. Memory use does not depend on the
 * archive. Thread-safe.
 */
public final class BaseModelArchive {
  /** The largest {@code .pth} that is read. */
  public static final long MAX_WEIGHTS_BYTES = 2L << 30;

  /** Name of the configuration in the archive. */
  public static final String CONFIGURATION_ENTRY = "config.yaml";

  /** Name that {@link #write} gives to the weights. */
  public static final String WEIGHTS_ENTRY = "model.pth";

  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private BaseModelArchive() {}

  /**
   * An archive on disk, unpacked.
   *
   * @param configuration what the archive says of the model
   * @param weights the {@code .pth} file, not yet read
   */
  public record Unpacked(BaseModelConfiguration configuration, Path weights) {}

  /** Whether the file looks like an archive rather than like a bare {@code .pth}. */
  public static boolean isArchive(Path file) throws IOException {
    return BaseModelZip.isArchive(file);
  }

  /**
   * Writes an archive; it appears under its name only when it is complete and on disk. The same
   * weights and configuration give the same bytes.
   *
   * @param weights a {@code .pth} file
   */
  public static void write(Path archive, Path weights, BaseModelConfiguration configuration)
      throws IOException {
    write(archive, weights, ConfigurationFile.write(configuration.with(FileDigest.of(weights))));
  }

  /**
   * The same with a configuration that is written already.
   *
   * @param document the content of {@code config.yaml}, which describes these weights
   */
  public static void write(Path archive, Path weights, byte[] document) throws IOException {
    var sum = sumOf(weights);
    long size = Files.size(weights);
    var documentSum = new CRC32();
    documentSum.update(document);
    WholeFile.write(
        archive,
        out -> {
          var zip = new ZipOutputStream(out);
          // Weights are noise to a compressor.
          zip.setMethod(ZipOutputStream.STORED);
          zip.putNextEntry(entry(WEIGHTS_ENTRY, size, sum));
          Files.copy(weights, zip);
          zip.closeEntry();
          zip.putNextEntry(entry(CONFIGURATION_ENTRY, document.length, documentSum));
          zip.write(document);
          zip.closeEntry();
          zip.finish();
        });
  }

  private static CRC32 sumOf(Path file) throws IOException {
    var sum = new CRC32();
    try (var content = new CheckedInputStream(Files.newInputStream(file), sum)) {
      content.transferTo(OutputStream.nullOutputStream());
      return sum;
    }
  }

  private static ZipEntry entry(String name, long size, CRC32 sum) {
    var entry = new ZipEntry(name);
    entry.setSize(size);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(FIXED_TIME);
    return entry;
  }

  /**
   * Checks an archive as a whole, except whether its weights fit the architecture; see {@link
   * BaseModel#read}.
   *
   * @throws InvalidBaseModelException if it is no base model's archive
   */
  public static BaseModelConfiguration inspect(Path archive) throws IOException {
    try (var zip = new BaseModelZip(archive)) {
      var configuration = zip.configuration();
      zip.copyWeights(configuration, MAX_WEIGHTS_BYTES, OutputStream.nullOutputStream());
      return configuration;
    }
  }

  /**
   * Unpacks an archive, checking what {@link #inspect} checks.
   *
   * @param folder where the weights go, as {@code model.pth}; made if absent
   * @throws InvalidBaseModelException if it is no base model's archive; nothing stays in the folder
   */
  public static Unpacked unpack(Path archive, Path folder) throws IOException {
    return unpack(archive, folder, MAX_WEIGHTS_BYTES);
  }

  static Unpacked unpack(Path archive, Path folder, long maxWeightsBytes) throws IOException {
    Files.createDirectories(folder);
    // Never a name from the archive.
    var target = folder.resolve(WEIGHTS_ENTRY);
    try (var zip = new BaseModelZip(archive)) {
      var configuration = zip.configuration();
      try (var out = Files.newOutputStream(target)) {
        zip.copyWeights(configuration, maxWeightsBytes, out);
      }
      return new Unpacked(configuration, target);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }
}
