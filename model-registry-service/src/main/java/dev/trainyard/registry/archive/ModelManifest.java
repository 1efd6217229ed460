package dev.trainyard.registry.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an archive's {@code config.yaml} says of the model.
 *
 * @param architecture the network's graph: {@code resnet18}, …
 * @param classes names of the classes in the order of the network's outputs
 * @param imageSize width and height of the network's input in pixels
 * @param weightsSha256 digest of {@code model.pth}, lower-case hex
 * @param weightsSizeBytes size of {@code model.pth}
 * @param document the whole file
 */
public record ModelManifest(
    String architecture,
    List<String> classes,
    int imageSize,
    String weightsSha256,
    long weightsSizeBytes,
    JsonNode document) {
  public ModelManifest {
    classes = List.copyOf(classes);
  }

  /** What models of this kind are for; {@code classifier} if the config does not say. */
  public String modelType() {
    return document.path("modelType").asText("classifier");
  }

  /** Final figures on the test set, as far as the config has them. */
  public Map<String, Double> metrics() {
    var figures = new LinkedHashMap<String, Double>();
    for (var name : List.of("averagePrecision", "accuracy", "testLoss")) {
      var figure = document.path("metrics").path(name);
      if (figure.isNumber() && Double.isFinite(figure.doubleValue())) {
        figures.put(name, figure.doubleValue());
      }
    }
    return figures;
  }

  /** Digest of the base model's archive, lower-case hex; null if the config does not say. */
  public String baseModelSha256() {
    // The first name is the trainer's.
    var written = sha256("training", "baseWeightsSha256");
    return written == null ? sha256("training", "baseModelSha256") : written;
  }

  private String sha256(String section, String name) {
    var digest = document.path(section).path(name).asText();
    return ManifestReader.SHA_256.matcher(digest).matches() ? digest : null;
  }
}
