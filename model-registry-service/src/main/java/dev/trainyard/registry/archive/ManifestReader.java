package dev.trainyard.registry.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.weights.BoundedYaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads and checks {@code config.yaml}. Thread-safe. */
final class ManifestReader {
  static final String ENTRY = "config.yaml";
  static final int MAX_BYTES = BoundedYaml.MAX_BYTES;
  private static final int FORMAT_VERSION = 1;
  private static final int MAX_CLASSES = 10_000;
  private static final int MAX_IMAGE_SIZE = 4096;
  private static final Pattern CLASS_NAME = Pattern.compile("\\P{Cntrl}{1,255}");
  static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws InvalidArchiveException if it is no YAML, or lacks what a model's config must say; all
   *     that is wrong at once
   */
  ModelManifest read(byte[] content) {
    var document = parse(content);
    var violations = new ArrayList<Violation>();
    if (document.path("formatVersion").asInt(-1) != FORMAT_VERSION
        || !document.path("formatVersion").isInt()) {
      violations.add(violation("formatVersion", "must be " + FORMAT_VERSION));
    }
    var architecture = document.path("architecture").asText();
    if (!Architecture.isKnown(architecture)) {
      violations.add(violation("architecture", "must be one of " + Architecture.all()));
    }
    var classes = classes(document.path("classes"), violations);
    var imageSize = document.path("input").path("imageSize");
    if (!imageSize.isInt() || imageSize.intValue() < 1 || imageSize.intValue() > MAX_IMAGE_SIZE) {
      violations.add(violation("input.imageSize", "must be a number from 1 to " + MAX_IMAGE_SIZE));
    }
    var digest = document.path("model").path("sha256").asText();
    if (!SHA_256.matcher(digest).matches()) {
      violations.add(violation("model.sha256", "must be 64 lower-case hexadecimal digits"));
    }
    var size = document.path("model").path("sizeBytes");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 1) {
      violations.add(violation("model.sizeBytes", "must be a positive whole number"));
    }
    if (!violations.isEmpty()) {
      throw new InvalidArchiveException(violations);
    }
    return new ModelManifest(
        architecture, classes, imageSize.intValue(), digest, size.longValue(), document);
  }

  private static JsonNode parse(byte[] content) {
    try {
      return BoundedYaml.read(content);
    } catch (JsonProcessingException e) {
      throw new InvalidArchiveException(ENTRY, "is not readable YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidArchiveException(ENTRY, "is not readable YAML");
    }
  }

  private static List<String> classes(JsonNode node, List<Violation> violations) {
    var names = new LinkedHashSet<String>();
    for (var name : node.isArray() ? node : MissingNode.getInstance()) {
      if (name.isTextual() && CLASS_NAME.matcher(name.textValue()).matches()) {
        names.add(name.textValue());
      }
    }
    if (names.isEmpty() || names.size() != node.size() || names.size() > MAX_CLASSES) {
      violations.add(
          violation(
              "classes",
              "must list 1 to %d different names of at most 255 characters, as text"
                  .formatted(MAX_CLASSES)));
    }
    return List.copyOf(names);
  }

  private static Violation violation(String field, String message) {
    return new Violation(ENTRY + "/" + field, message);
  }
}
