package dev.trainyard.trainer.command;

import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.ArchitectureMatch;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found in a file of weights. */
record Inspection(Path file, FileDigest digest, BaseModel model) {

  /** Everything, for JSON. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", file.toString());
    map.put("format", format());
    map.put("sizeBytes", digest.sizeBytes());
    map.put("sha256", digest.sha256());
    map.put(
        "architecture", ArchitectureMatch.of(model.tensors()).map(Architecture::id).orElse(null));
    map.put("outputs", outputs());
    var configuration = model.configuration();
    if (configuration != null) {
      map.put("modelType", configuration.modelType());
      map.put("classes", configuration.classes());
      map.put("input", configuration.input());
    }
    map.put("parameters", parameters());
    map.put(
        "tensors",
        model.tensors().entrySet().stream()
            .map(
                entry ->
                    Map.of(
                        "name", entry.getKey(),
                        "type", type(entry.getValue()),
                        "shape", entry.getValue().shape()))
            .toList());
    return map;
  }

  void writeText(PrintStream out) {
    line(out, "file", file.toString());
    line(out, "format", format());
    line(out, "size", "%,d bytes".formatted(digest.sizeBytes()));
    line(out, "sha256", digest.sha256());
    line(
        out,
        "architecture",
        ArchitectureMatch.of(model.tensors())
            .map(Architecture::id)
            .orElse("none of " + Architecture.ids()));
    line(out, "outputs", Integer.toString(outputs()));
    var configuration = model.configuration();
    if (configuration != null) {
      line(out, "model type", configuration.modelType());
      line(
          out,
          "classes",
          configuration.classes().isEmpty() ? "none" : String.join(", ", configuration.classes()));
      line(out, "image size", configuration.input().imageSize() + " pixels");
      line(
          out,
          "normalisation",
          "mean %s, standard deviation %s"
              .formatted(configuration.input().mean(), configuration.input().standardDeviation()));
    }
    line(out, "parameters", String.format(Locale.ROOT, "%,d", parameters()));
    line(out, "tensors", Integer.toString(model.tensors().size()));
    int width = model.tensors().keySet().stream().mapToInt(String::length).max().orElse(0);
    model
        .tensors()
        .forEach(
            (name, tensor) ->
                out.printf(
                    "  %-" + width + "s  %s %s%n", shown(name), type(tensor), shape(tensor)));
  }

  private static void line(PrintStream out, String name, String value) {
    out.printf("%-14s %s%n", name, shown(value));
  }

  /** Names come from the file; a terminal obeys control characters. */
  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private String format() {
    return model.configuration() == null ? "PyTorch state dict" : "model archive";
  }

  private int outputs() {
    var bias = model.tensors().get(Architecture.HEAD_BIAS);
    return bias == null || bias.shape().length != 1 ? 0 : (int) bias.shape()[0];
  }

  /** Numbers that training changes, as far as names tell. */
  private long parameters() {
    return model.tensors().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(".weight") || entry.getKey().endsWith(".bias"))
        .mapToLong(entry -> Arrays.stream(entry.getValue().shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }

  private static String type(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT32 -> "float32";
      case INT64 -> "int64";
    };
  }

  private static String shape(Tensor tensor) {
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    return shape.stream().map(String::valueOf).collect(Collectors.joining("×", "(", ")"));
  }
}
