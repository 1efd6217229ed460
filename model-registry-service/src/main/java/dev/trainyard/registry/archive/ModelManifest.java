package dev.trainyard.registry.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
  /** What the database can index, and keep: no NUL. */
  private static final Pattern VERSION = Pattern.compile("[^\\x00]{1,255}");

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

  /** Digest of the dataset's archive, lower-case hex; null if the config does not say. */
  public String datasetDigest() {
    return sha256("lineage", "datasetDigest");
  }

  /** How often the template had been changed, from 1; null if the config does not say. */
  public Integer templateRevision() {
    var revision = document.path("lineage").path("templateRevision");
    return revision.isInt() && revision.intValue() > 0 ? revision.intValue() : null;
  }

  /** Version of the trainer; null if the config does not say, or says no version. */
  public String codeVersion() {
    var version = document.path("versions").path("trainer").textValue();
    return version != null && VERSION.matcher(version).matches() ? version : null;
  }

  private String sha256(String section, String name) {
    var digest = document.path(section).path(name).asText();
    return ManifestReader.SHA_256.matcher(digest).matches() ? digest : null;
  }
}
