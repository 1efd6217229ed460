package dev.trainyard.registry.exchange;

import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.FileDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes an export as a zip, while it is sent. Memory use does not depend on the model. */
final class ExportZip {
  private final ZipOutputStream zip;
  private final StringBuilder sums = new StringBuilder();

  private ExportZip(ZipOutputStream zip) {
    this.zip = zip;
  }

  /**
   * @param target is left open
   */
  static void write(ModelExport.Export export, OutputStream target) throws IOException {
    var zip = new ZipOutputStream(target);
    // Weights are noise to a compressor.
    zip.setLevel(Deflater.NO_COMPRESSION);
    var out = new ExportZip(zip);
    try (var archive = new ZipFile(export.archive().file().toFile())) {
      for (var name :
          new String[] {BaseModelArchive.WEIGHTS_ENTRY, BaseModelArchive.CONFIGURATION_ENTRY}) {
        try (var content = archive.getInputStream(archive.getEntry(name))) {
          out.add(name, content);
        }
      }
    }
    out.add(ExchangeFiles.CARD, text(export.card()));
    out.add(ExchangeFiles.LINEAGE, text(export.lineage()));
    out.add(ExchangeFiles.SUMS, text(out.sums.toString()));
    zip.finish();
  }

  private void add(String name, InputStream content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    var digest = FileDigest.copy(content, zip, Long.MAX_VALUE);
    zip.closeEntry();
    sums.append(digest.sha256()).append("  ").append(name).append('\n');
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
