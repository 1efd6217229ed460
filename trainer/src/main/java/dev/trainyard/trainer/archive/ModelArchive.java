package dev.trainyard.trainer.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.checkpoint.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The result of a run: a zip of {@code model.pth} and {@code config.yaml}. */
public final class ModelArchive {
  private ModelArchive() {}

  /**
   * Writes the archive; it appears under its name only when it is complete and on disk.
   *
   * @return digest of the archive
   */
  public static FileDigest write(Path archive, Path model, ModelConfiguration configuration)
      throws IOException {
    WholeFile.write(
        archive,
        out -> {
          var zip = new ZipOutputStream(out);
          // Trained weights are noise to a compressor.
          zip.setLevel(Deflater.NO_COMPRESSION);
          zip.putNextEntry(new ZipEntry(BaseModelArchive.WEIGHTS_ENTRY));
          Files.copy(model, zip);
          zip.closeEntry();
          zip.putNextEntry(new ZipEntry(BaseModelArchive.CONFIGURATION_ENTRY));
          zip.write(yaml(configuration).getBytes(StandardCharsets.UTF_8));
          zip.closeEntry();
          zip.finish();
        });
    return FileDigest.of(archive);
  }

  static String yaml(ModelConfiguration configuration) throws IOException {
    var mapper =
        new ObjectMapper(
            YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());
    mapper.registerModule(new JavaTimeModule());
    mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    return mapper.writeValueAsString(configuration);
  }
}
