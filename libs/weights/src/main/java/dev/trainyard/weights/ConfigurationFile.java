package dev.trainyard.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.trainyard.weights.BaseModelConfiguration.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads and writes {@code config.yaml}. What is unknown is passed over: a trained model's file says
 * more. Thread-safe.
 */
public final class ConfigurationFile {
  static final int MAX_BYTES = BoundedYaml.MAX_BYTES;

  /** All that is read. */
  private static final Set<String> FIELDS =
      Set.of("formatVersion", "modelType", "architecture", "classes", "input", "model");

  private static final int MAX_CLASSES = 10_000;
  private static final int IMAGE_SIZE_STEP = 32;
  private static final int MAX_IMAGE_SIZE = 1_024;
  private static final int CHANNELS = 3;
  private static final Pattern CLASS_NAME = Pattern.compile("\\P{Cntrl}{1,255}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());

  private final List<String> problems = new ArrayList<>();

  private ConfigurationFile() {}

  /** The file's content. */
  static byte[] write(BaseModelConfiguration configuration) {
    var input = new LinkedHashMap<String, Object>();
    input.put("imageSize", configuration.input().imageSize());
    input.put("channels", "RGB");
    input.put("resize", "letterbox");
    input.put("background", List.of(255, 255, 255));
    input.put("mean", configuration.input().mean());
    input.put("standardDeviation", configuration.input().standardDeviation());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("formatVersion", BaseModelConfiguration.FORMAT_VERSION);
    document.put("modelType", configuration.modelType());
    document.put("architecture", configuration.architecture().id());
    document.put("classes", configuration.classes());
    document.put("input", input);
    if (configuration.weights() != null) {
      var file = new LinkedHashMap<String, Object>();
      file.put("file", BaseModelArchive.WEIGHTS_ENTRY);
      file.put("format", "pytorch-state-dict");
      file.put("sha256", configuration.weights().sha256());
      file.put("sizeBytes", configuration.weights().sizeBytes());
      document.put("model", file);
    }
    try {
      return YAML.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the file.
   *
   * @throws InvalidBaseModelException if it is no YAML, or lacks what a base model must say; all
   *     that is wrong at once
   */
  static BaseModelConfiguration read(byte[] content) throws InvalidBaseModelException {
    return of(parse(content));
  }

  /**
   * Reads the content of a file that was parsed before.
   *
   * @throws InvalidBaseModelException if it lacks what a base model must say; all that is wrong at
   *     once
   */
  public static BaseModelConfiguration of(JsonNode document) throws InvalidBaseModelException {
    return new ConfigurationFile().check(document);
  }

  private static JsonNode parse(byte[] content) throws InvalidBaseModelException {
    try {
      return BoundedYaml.read(content, FIELDS);
    } catch (JsonProcessingException e) {
      throw new InvalidBaseModelException(
          "config.yaml is not readable YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    } catch (IOException e) {
      throw new InvalidBaseModelException("config.yaml is not readable YAML", e);
    }
  }

  private BaseModelConfiguration check(JsonNode document) throws InvalidBaseModelException {
    var version = document.path("formatVersion");
    if (!version.isInt() || version.intValue() != BaseModelConfiguration.FORMAT_VERSION) {
      problems.add("formatVersion must be " + BaseModelConfiguration.FORMAT_VERSION);
    }
    if (!BaseModelConfiguration.CLASSIFIER.equals(document.path("modelType").textValue())) {
      problems.add("modelType must be " + BaseModelConfiguration.CLASSIFIER);
    }
    var architecture = Architecture.withId(document.path("architecture").asText());
    if (architecture.isEmpty()) {
      problems.add("architecture must be one of " + Architecture.ids());
    }
    var classes = classes(document.path("classes"));
    var input = input(document.path("input"));
    var weights = weights(document.path("model"));
    if (!problems.isEmpty()) {
      throw new InvalidBaseModelException(
          "config.yaml does not describe a base model: " + String.join("; ", problems));
    }
    return new BaseModelConfiguration(
        BaseModelConfiguration.CLASSIFIER, architecture.orElseThrow(), classes, input, weights);
  }

  private List<String> classes(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    var names = new LinkedHashSet<String>();
    for (var name : node) {
      if (name.isTextual() && CLASS_NAME.matcher(name.textValue()).matches()) {
        names.add(name.textValue());
      }
    }
    if (!node.isArray() || names.size() != node.size() || names.size() > MAX_CLASSES) {
      problems.add(
          "classes must list at most %d different names of 1 to 255 characters, as text"
              .formatted(MAX_CLASSES));
    }
    return List.copyOf(names);
  }

  private Input input(JsonNode node) {
    var size = node.path("imageSize");
    if (!size.isInt()
        || size.intValue() < IMAGE_SIZE_STEP
        || size.intValue() > MAX_IMAGE_SIZE
        || size.intValue() % IMAGE_SIZE_STEP != 0) {
      problems.add(
          "input.imageSize must be a multiple of %d up to %d"
              .formatted(IMAGE_SIZE_STEP, MAX_IMAGE_SIZE));
    }
    return new Input(
        size.intValue(),
        channels(node.path("mean"), "input.mean", -1e6f),
        channels(node.path("standardDeviation"), "input.standardDeviation", 1e-6f));
  }

  private List<Float> channels(JsonNode node, String name, float minimum) {
    var values = new ArrayList<Float>();
    for (var value : node) {
      if (value.isNumber() && value.floatValue() >= minimum && value.floatValue() <= 1e6f) {
        values.add(value.floatValue());
      }
    }
    if (!node.isArray() || node.size() != CHANNELS || values.size() != CHANNELS) {
      problems.add(
          name
              + " must be three numbers, of red, green and blue"
              + (minimum > 0 ? ", above 0" : ""));
    }
    return values;
  }

  private FileDigest weights(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    var digest = node.path("sha256").asText();
    if (!SHA_256.matcher(digest).matches()) {
      problems.add("model.sha256 must be 64 lower-case hexadecimal digits");
    }
    var size = node.path("sizeBytes");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 1) {
      problems.add("model.sizeBytes must be a positive whole number");
    }
    return new FileDigest(digest, size.longValue());
  }
}
