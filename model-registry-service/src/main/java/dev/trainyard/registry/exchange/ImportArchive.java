package dev.trainyard.registry.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.InvalidArchiveException;
import dev.trainyard.registry.archive.ModelManifest;
import dev.trainyard.registry.archive.ReceivedUpload;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.BoundedYaml;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.InvalidBaseModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive that is made of what was sent: the same content gives the same bytes.
 *
 * @param file the archive
 * @param digest of the file
 * @param manifest what it says of the model
 */
record ImportArchive(Path file, FileDigest digest, ModelManifest manifest) {
  private static final String CLASSES = "classes";
  private static final String MODEL = "model";
  private static final String EXPECTED =
      """
      This is no model; see violations. Nothing was stored. Send an export of a model, a zip of one \
      .pth file and a config.yaml that says formatVersion: 1, modelType: classifier, architecture: \
      one of %s, classes, and input: with imageSize, mean and standardDeviation; or send the .pth \
      file alone, and say ?architecture=resnet18&class=first&class=second.""";
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());

  /**
   * Checks what was sent, as base models are checked, and makes the archive of it. Memory use does
   * not depend on it.
   *
   * @throws UnprocessableException if it is no model
   */
  static ImportArchive of(
      ReceivedUpload upload, ImportRequest request, ArchiveVerifier verifier, long maxBytes) {
    var archive = upload.folder().resolve("archive");
    try {
      if (BaseModelArchive.isArchive(upload.file())) {
        var zip = ReceivedZip.unpack(upload.file(), upload.folder(), maxBytes);
        BaseModelArchive.write(archive, zip.weights(), described(zip, request));
      } else {
        writeBare(archive, upload.file(), request);
      }
      var manifest = verifier.inspect(archive);
      BaseModel.check(archive, upload.folder(), maxBytes);
      return new ImportArchive(archive, FileDigest.of(archive), manifest);
    } catch (InvalidBaseModelException e) {
      throw invalid(new Violation("archive", e.getMessage()));
    } catch (InvalidArchiveException e) {
      throw invalid(e.violations().toArray(Violation[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("the import could not be read back", e);
    }
  }

  private static void writeBare(Path archive, Path weights, ImportRequest request)
      throws IOException {
    if (request.architecture().isEmpty() || request.classes().isEmpty()) {
      throw new InvalidBaseModelException(
          "this is no zip of a model; for a .pth file alone, architecture and class are needed");
    }
    BaseModelArchive.write(
        archive,
        weights,
        new BaseModelConfiguration(
            BaseModelConfiguration.CLASSIFIER,
            request.architecture().get(),
            request.classes(),
            BaseModelConfiguration.Input.IMAGENET,
            null));
  }

  /** The config as it is; unless it lacks classes, or does not describe the weights yet. */
  private static byte[] described(ReceivedZip zip, ImportRequest request) throws IOException {
    var config = parse(zip.config());
    var architecture = request.architecture().map(Architecture::id);
    if (architecture.isPresent()
        && !architecture.get().equals(config.path("architecture").asText())) {
      throw new InvalidBaseModelException(
          "config.yaml says another architecture; leave architecture out, or correct config.yaml");
    }
    var named = !config.path(CLASSES).isEmpty();
    if (named && !request.classes().isEmpty() && !isNamed(config, request.classes())) {
      throw new InvalidBaseModelException(
          "config.yaml names other classes; leave class out, or correct config.yaml");
    }
    if (named && config.path(MODEL).isObject()) {
      return zip.config();
    }
    if (!named) {
      config.set(CLASSES, YAML.valueToTree(request.classes()));
    }
    if (!config.path(MODEL).isObject()) {
      var weights = FileDigest.of(zip.weights());
      config
          .putObject(MODEL)
          .put("file", BaseModelArchive.WEIGHTS_ENTRY)
          .put("format", "pytorch-state-dict")
          .put("sha256", weights.sha256())
          .put("sizeBytes", weights.sizeBytes());
    }
    return YAML.writeValueAsBytes(config);
  }

  private static boolean isNamed(ObjectNode config, List<String> classes) {
    return config.path(CLASSES).equals(YAML.valueToTree(classes));
  }

  private static ObjectNode parse(byte[] config) throws IOException {
    try {
      return BoundedYaml.read(config);
    } catch (JsonProcessingException e) {
      throw new InvalidBaseModelException(
          "config.yaml is not readable YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  private static UnprocessableException invalid(Violation... violations) {
    return new UnprocessableException(EXPECTED.formatted(Architecture.ids()), List.of(violations));
  }
}
