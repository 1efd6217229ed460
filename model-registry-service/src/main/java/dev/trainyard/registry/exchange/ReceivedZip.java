package dev.trainyard.registry.exchange;

import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BoundedYaml;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.InvalidBaseModelException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Takes the weights and the config out of a zip that somebody sent: an export, or an archive of one
 * {@code .pth} and a {@code config.yaml}. Sums are checked. Memory use does not depend on it.
 *
 * @param weights the {@code .pth} file, not yet read
 * @param config the content of {@code config.yaml}
 */
record ReceivedZip(Path weights, byte[] config) {
  private static final int MAX_SUMS_BYTES = 64 << 10;
  private static final int MAX_TEXT_BYTES = 16 << 20;
  private static final String WEIGHTS_END = ".pth";
  private static final Set<String> FURTHER =
      Set.of(ExchangeFiles.CARD, ExchangeFiles.LINEAGE, ExchangeFiles.SUMS);

  /**
   * Unpacks a file that looks like an archive.
   *
   * @param folder where the weights go
   * @param maxBytes the largest {@code .pth} file
   * @throws InvalidBaseModelException if it holds other files, or they do not have their sums
   */
  static ReceivedZip unpack(Path file, Path folder, long maxBytes) throws IOException {
    // As base models are opened: the weights may have a name in any encoding.
    try (var zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1)) {
      var names = zip.stream().map(ZipEntry::getName).toList();
      var weights = weightsOf(names);
      var found = new LinkedHashMap<String, String>();
      var config = new ByteArrayOutputStream();
      var sums = new ByteArrayOutputStream();
      var target = folder.resolve("model.pth");
      for (var name : names) {
        if (name.equals(weights)) {
          try (var out = Files.newOutputStream(target)) {
            found.put(name, copy(zip, name, out, maxBytes));
          }
        } else if (name.equals(BaseModelArchive.CONFIGURATION_ENTRY)) {
          found.put(name, copy(zip, name, config, BoundedYaml.MAX_BYTES));
        } else if (name.equals(ExchangeFiles.SUMS)) {
          copy(zip, name, sums, MAX_SUMS_BYTES);
        } else {
          found.put(name, copy(zip, name, OutputStream.nullOutputStream(), MAX_TEXT_BYTES));
        }
      }
      if (names.contains(ExchangeFiles.SUMS)) {
        requireSums(sums.toString(StandardCharsets.UTF_8), found);
      }
      return new ReceivedZip(target, config.toByteArray());
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new InvalidBaseModelException(
          "the archive is damaged (%s); get it again".formatted(e.getMessage()), e);
    }
  }

  /** The name of the weights, of which there must be one, beside the config. */
  private static String weightsOf(List<String> names) throws InvalidBaseModelException {
    List<String> others =
        names.stream()
            .filter(name -> !name.equals(BaseModelArchive.CONFIGURATION_ENTRY))
            .filter(name -> !FURTHER.contains(name))
            .toList();
    if (others.size() != 1
        || !others.get(0).endsWith(WEIGHTS_END)
        || others.get(0).contains("/")
        || others.get(0).contains("\\")
        || names.stream().distinct().count() != names.size()) {
      throw new InvalidBaseModelException(
          "the archive must hold one .pth file and config.yaml, and may hold %s, %s and %s; no folders, and nothing else"
              .formatted(ExchangeFiles.CARD, ExchangeFiles.LINEAGE, ExchangeFiles.SUMS));
    }
    if (!names.contains(BaseModelArchive.CONFIGURATION_ENTRY)) {
      throw new InvalidBaseModelException(
          "the archive has no config.yaml; or send the .pth file alone, with architecture and classes");
    }
    return others.get(0);
  }

  private static String copy(ZipFile zip, String name, OutputStream target, long maxBytes)
      throws IOException {
    var entry = zip.getEntry(name);
    var sum = new CRC32();
    try (var content = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      // One byte more is enough to know, however much a bomb would unpack to.
      var found = FileDigest.copy(content, target, maxBytes + 1);
      if (found.sizeBytes() > maxBytes) {
        throw new InvalidBaseModelException(
            "%s in the archive is larger than %d bytes".formatted(name, maxBytes));
      }
      if (entry.getCrc() != sum.getValue()) {
        throw new ZipException("checksum of " + name);
      }
      return found.sha256();
    }
  }

  private static void requireSums(String lines, Map<String, String> found)
      throws InvalidBaseModelException {
    var listed = new LinkedHashMap<String, String>();
    for (var line : lines.lines().filter(text -> !text.isBlank()).toList()) {
      // As sha256sum writes it: the digest, a space, and a space or an asterisk before the name.
      var parts = line.split(" [ *]", 2);
      if (parts.length != 2) {
        throw new InvalidBaseModelException(ExchangeFiles.SUMS + " is not as sha256sum writes it");
      }
      listed.put(parts[1], parts[0]);
    }
    if (!listed.equals(found)) {
      throw new InvalidBaseModelException(
          "the files are not those of %s: something was changed or is damaged; export the model again"
              .formatted(ExchangeFiles.SUMS));
    }
  }
}
