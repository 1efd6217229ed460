package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.InvalidCheckpointException;
import dev.trainyard.weights.checkpoint.Tensor;
import dev.trainyard.weights.checkpoint.TensorHeader;
import dev.trainyard.weights.checkpoint.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training begins from, read into memory.
 *
 * @param configuration what the archive says of it; null for a bare {@code .pth} file
 * @param tensors the state dict; with a configuration, it fits the architecture
 */
public record BaseModel(BaseModelConfiguration configuration, Map<String, Tensor> tensors) {
  private static final int MAX_NAMED = 5;

  public BaseModel {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a {@code .pth} file or an archive.
   *
   * @param workFolder where an archive may be unpacked for the time being
   * @throws InvalidBaseModelException if it is neither, or its weights do not fit its architecture
   */
  public static BaseModel read(Path file, Path workFolder) throws IOException {
    if (!BaseModelArchive.isArchive(file)) {
      return new BaseModel(null, readTensors(file));
    }
    return unpacked(
        file,
        workFolder,
        BaseModelArchive.MAX_WEIGHTS_BYTES,
        unpacked -> {
          var tensors = readTensors(unpacked.weights());
          requireFit(unpacked.configuration(), tensors);
          return new BaseModel(unpacked.configuration(), tensors);
        });
  }

  /**
   * Checks that {@link #read} would take an archive, and that its weights are finite numbers,
   * without holding them: memory use does not depend on the archive.
   *
   * @param workFolder where the archive may be unpacked for the time being
   * @param maxWeightsBytes the largest {@code .pth} file that is unpacked
   * @return what the archive says of the model
   * @throws InvalidBaseModelException if it is no archive, or its weights do not fit its
   *     architecture, or are NaN or infinite
   */
  public static BaseModelConfiguration check(Path archive, Path workFolder, long maxWeightsBytes)
      throws IOException {
    return unpacked(
        archive,
        workFolder,
        maxWeightsBytes,
        unpacked -> {
          var tensors = readable(() -> CheckpointReader.describe(unpacked.weights()));
          requireFit(unpacked.configuration(), tensors);
          requireFinite(tensors);
          return unpacked.configuration();
        });
  }

  private static <T> T unpacked(Path archive, Path workFolder, long maxWeightsBytes, Use<T> use)
      throws IOException {
    var folder = Files.createTempDirectory(Files.createDirectories(workFolder), "base-model");
    try {
      return use.of(BaseModelArchive.unpack(archive, folder, maxWeightsBytes));
    } finally {
      Files.deleteIfExists(folder.resolve(BaseModelArchive.WEIGHTS_ENTRY));
      Files.delete(folder);
    }
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(BaseModelArchive.Unpacked unpacked) throws IOException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T run() throws IOException;
  }

  private static Map<String, Tensor> readTensors(Path file) throws IOException {
    return readable(() -> CheckpointReader.read(file));
  }

  private static <T> T readable(Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (InvalidCheckpointException e) {
      throw new InvalidBaseModelException("the .pth file cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireFit(
      BaseModelConfiguration configuration, Map<String, ? extends TensorShape> tensors)
      throws InvalidBaseModelException {
    var architecture = configuration.architecture();
    var head = tensors.get(Architecture.HEAD_WEIGHT);
    int classes = configuration.classes().size();
    if (classes > 0 && (head == null || !head.sameShape(classes, architecture.features()))) {
      throw new InvalidBaseModelException(
          "config.yaml names %d classes, but %s is %s; correct classes, or leave them out"
              .formatted(classes, Architecture.HEAD_WEIGHT, head == null ? "missing" : head));
    }
    try {
      Weights.requireFit(architecture, Math.max(1, classes), tensors);
    } catch (IncompatibleWeightsException e) {
      var better = ArchitectureMatch.of(tensors);
      throw new InvalidBaseModelException(
          e.getMessage()
              + better
                  .map(match -> "; they are those of " + match.id() + ": say so in config.yaml")
                  .orElse("; correct architecture in config.yaml"),
          e);
    }
  }

  private static void requireFinite(Map<String, TensorHeader> tensors)
      throws InvalidBaseModelException {
    var broken =
        tensors.entrySet().stream()
            .filter(tensor -> !tensor.getValue().finite())
            .map(Map.Entry::getKey)
            .toList();
    if (!broken.isEmpty()) {
      int named = Math.min(MAX_NAMED, broken.size());
      throw new InvalidBaseModelException(
          "there are values that are NaN, infinite or too large for float32 in %s%s; save the weights of an earlier checkpoint, from before the training diverged"
              .formatted(
                  String.join(", ", broken.subList(0, named)),
                  broken.size() > named ? " and " + (broken.size() - named) + " more" : ""));
    }
  }
}
