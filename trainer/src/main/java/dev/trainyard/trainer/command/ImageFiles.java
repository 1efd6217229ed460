package dev.trainyard.trainer.command;

import dev.trainyard.contracts.training.TrainingParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The images that somebody named.
 *
 * @param files named themselves, whatever their extension, or images in a folder that was named
 * @param missing what does not exist
 */
record ImageFiles(List<Path> files, List<Path> missing) {

  /** Looks into folders, also the folders in them; their files come sorted. */
  static ImageFiles in(List<Path> inputs) throws IOException {
    var files = new ArrayList<Path>();
    var missing = new ArrayList<Path>();
    for (var input : inputs) {
      if (Files.isDirectory(input)) {
        try (var found = Files.walk(input)) {
          found
              .filter(Files::isRegularFile)
              .filter(ImageFiles::isImage)
              .sorted()
              .forEach(files::add);
        }
      } else {
        (Files.exists(input) ? files : missing).add(input);
      }
    }
    return new ImageFiles(files, missing);
  }

  private static boolean isImage(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && TrainingParameters.SUPPORTED_EXTENSIONS.stream().anyMatch(name::endsWith);
  }
}
