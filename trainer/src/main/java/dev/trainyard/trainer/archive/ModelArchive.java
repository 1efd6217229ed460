package dev.trainyard.trainer.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The result of a run: a zip of {@code model.pth} and {@code config.yaml}. */
public final class ModelArchive {
  public static final String MODEL_FILE = "model.pth";
  public static final String CONFIGURATION_FILE = "config.yaml";

  /** A file's digest (SHA-256, lower-case hex) and size. */
  public record Digest(String sha256, long sizeBytes) {}

  private ModelArchive() {}

  /**
   * Writes the archive; it appears under its name only when it is complete and on disk.
   *
   * @return digest of the archive
   */
  public static Digest write(Path archive, Path model, ModelConfiguration configuration)
      throws IOException {
    Path partial = archive.resolveSibling(archive.getFileName() + ".partial");
    try (var channel =
            FileChannel.open(
                partial,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        var zip =
            new ZipOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20))) {
      // Trained weights are noise to a compressor.
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.putNextEntry(new ZipEntry(MODEL_FILE));
      Files.copy(model, zip);
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry(CONFIGURATION_FILE));
      zip.write(yaml(configuration).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.finish();
      zip.flush();
      channel.force(true);
    }
    Files.move(
        partial, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return digest(archive);
  }

  static String yaml(ModelConfiguration configuration) throws IOException {
    var mapper =
        new ObjectMapper(
            YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());
    mapper.registerModule(new JavaTimeModule());
    mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    return mapper.writeValueAsString(configuration);
  }

  /** Reads a file for its digest. */
  public static Digest digest(Path file) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new Digest(HexFormat.of().formatHex(in.getMessageDigest().digest()), size);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
