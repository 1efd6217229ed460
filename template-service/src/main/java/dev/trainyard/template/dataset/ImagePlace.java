package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.Optional;

/**
 * Where an image that comes by itself belongs.
 *
 * @param set {@code train} or {@code test}; empty where the service is to divide the images
 * @param label the class's name
 * @param fileName the file's name
 */
record ImagePlace(Optional<String> set, String label, String fileName) {
  private static final String TRAIN = "train";
  private static final String TEST = "test";

  /**
   * @throws InvalidRequestException if it is no place in an archive
   */
  ImagePlace {
    if (set.filter(name -> !name.equals(TRAIN) && !name.equals(TEST)).isPresent()) {
      throw new InvalidRequestException("set", "must be train or test, or absent");
    }
    requirePart("label", label);
    requirePart("fileName", fileName);
    if (set.isEmpty() && (label.equals(TRAIN) || label.equals(TEST))) {
      throw new InvalidRequestException(
          "label",
          "is the name of a set; give it as set=%s, and the class as label".formatted(label));
    }
  }

  private static void requirePart(String field, String value) {
    if (value.contains("/")) {
      throw new InvalidRequestException(field, "must have no / in it");
    }
  }

  static ImagePlace of(String path) {
    var parts = path.split("/");
    return parts.length == 3
        ? new ImagePlace(Optional.of(parts[0]), parts[1], parts[2])
        : new ImagePlace(Optional.empty(), parts[0], parts[1]);
  }

  /** Its path in an archive. */
  String path() {
    return set.map(name -> name + "/").orElse("") + label + "/" + fileName;
  }
}
