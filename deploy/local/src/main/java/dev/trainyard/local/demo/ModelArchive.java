package dev.trainyard.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.trainyard.local.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipFile;

/**
 * A downloaded model.
 *
 * @param file the archive
 * @param weights the unpacked {@code model.pth}
 * @param config the content of {@code config.yaml}
 */
public record ModelArchive(Path file, Path weights, JsonNode config) {
  private static final String WEIGHTS = "model.pth";
  private static final String CONFIG = "config.yaml";

  /**
   * Unpacks an archive.
   *
   * @throws PlatformException if it does not hold exactly what a model archive holds
   */
  static ModelArchive unpack(Path archive, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var zip = new ZipFile(archive.toFile())) {
      for (var name : new String[] {WEIGHTS, CONFIG}) {
        var entry = zip.getEntry(name);
        if (entry == null) {
          throw new PlatformException(archive + " has no " + name);
        }
        try (var content = zip.getInputStream(entry)) {
          Files.copy(content, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    var config = new YAMLMapper().readTree(directory.resolve(CONFIG).toFile());
    return new ModelArchive(archive, directory.resolve(WEIGHTS), config);
  }

  /** Macro average precision on the test set. */
  public double averagePrecision() {
    return config.path("metrics").path("averagePrecision").asDouble();
  }

  /** Top-1 accuracy on the test set. */
  public double accuracy() {
    return config.path("metrics").path("accuracy").asDouble();
  }
}
