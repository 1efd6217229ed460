package dev.trainyard.registry.archive;

import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Checks that a file is a model's archive: a zip of exactly {@code model.pth} and {@code
 * config.yaml}, where the config describes this very {@code model.pth}. Memory use does not depend
 * on the archive. Thread-safe.
 */
final class ArchiveInspector {
  static final String WEIGHTS = "model.pth";
  private static final Set<String> ENTRIES = Set.of(WEIGHTS, ManifestReader.ENTRY);
  private static final int END_RECORD_BYTES = 22;
  private static final int END_RECORD_SIGNATURE = 0x06054b50;
  private static final int MAX_DIRECTORY_BYTES = 64 << 10;

  private final ManifestReader manifests = new ManifestReader();
  private final long maxWeightsBytes;

  /**
   * @param maxWeightsBytes the largest {@code model.pth} that is read
   */
  ArchiveInspector(long maxWeightsBytes) {
    this.maxWeightsBytes = maxWeightsBytes;
  }

  /**
   * @throws InvalidArchiveException if it is anything else
   * @throws IOException if the file itself cannot be read
   */
  ModelManifest inspect(Path file) throws IOException {
    requireSmallDirectory(file);
    try (var archive = new ZipFile(file.toFile())) {
      requireEntries(archive);
      var manifest = manifests.read(config(archive));
      requireWeights(archive, manifest);
      return manifest;
    } catch (ZipException e) {
      throw new InvalidArchiveException("archive", "is a damaged zip file: " + e.getMessage());
    }
  }

  /** The JDK holds a zip's directory in memory, so its size is looked at before it is opened. */
  private static void requireSmallDirectory(Path path) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      if (file.length() < END_RECORD_BYTES) {
        throw noZip();
      }
      file.seek(file.length() - END_RECORD_BYTES);
      var bytes = new byte[END_RECORD_BYTES];
      file.readFully(bytes);
      var end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (end.getInt(0) != END_RECORD_SIGNATURE) {
        throw noZip();
      }
      var directoryBytes = Integer.toUnsignedLong(end.getInt(12));
      if (end.getShort(10) != ENTRIES.size() || directoryBytes > MAX_DIRECTORY_BYTES) {
        throw wrongEntries();
      }
    }
  }

  private static void requireEntries(ZipFile archive) {
    var names = new HashSet<String>();
    archive.stream().map(ZipEntry::getName).forEach(names::add);
    if (archive.size() != ENTRIES.size() || !names.equals(ENTRIES)) {
      throw wrongEntries();
    }
  }

  private static byte[] config(ZipFile archive) throws IOException {
    try (var content = archive.getInputStream(archive.getEntry(ManifestReader.ENTRY))) {
      var bytes = content.readNBytes(ManifestReader.MAX_BYTES + 1);
      if (bytes.length > ManifestReader.MAX_BYTES) {
        throw new InvalidArchiveException(
            ManifestReader.ENTRY, "is larger than " + ManifestReader.MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private void requireWeights(ZipFile archive, ModelManifest manifest) throws IOException {
    if (manifest.weightsSizeBytes() > maxWeightsBytes) {
      throw new InvalidArchiveException(WEIGHTS, "is larger than " + maxWeightsBytes + " bytes");
    }
    FileDigest found;
    try (var content = archive.getInputStream(archive.getEntry(WEIGHTS))) {
      // One byte more than promised is enough to know, however much a bomb would unpack to.
      found =
          FileDigest.copy(
              content, OutputStream.nullOutputStream(), manifest.weightsSizeBytes() + 1);
    }
    if (found.sizeBytes() != manifest.weightsSizeBytes()) {
      throw new InvalidArchiveException(
          WEIGHTS, "does not have the size that config.yaml gives as model.sizeBytes");
    }
    if (!found.sha256().equals(manifest.weightsSha256())) {
      throw new InvalidArchiveException(
          WEIGHTS, "does not have the digest that config.yaml gives as model.sha256");
    }
  }

  private static InvalidArchiveException noZip() {
    return new InvalidArchiveException("archive", "is not a zip file");
  }

  private static InvalidArchiveException wrongEntries() {
    return new InvalidArchiveException(
        "archive", "must hold exactly " + WEIGHTS + " and " + ManifestReader.ENTRY);
  }
}
