package dev.trainyard.registry.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.RandomStateDict;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A model with the weights of a network, which nobody trained. */
public final class RealModel {
  private final Path folder;
  private final Path weights;

  public RealModel(Path folder) throws IOException {
    this.folder = folder;
    this.weights = folder.resolve("weights.pth");
    CheckpointWriter.write(weights, new RandomStateDict(Architecture.RESNET18, 2, 7));
  }

  public Path weights() {
    return weights;
  }

  /** An archive as a trainer writes it, like no other. */
  public Path archive() throws IOException {
    var digest = FileDigest.of(weights);
    return archive(
        Map.of(
            "classes",
            List.of("contract", "письмо"),
            "model",
            Map.of("sha256", digest.sha256(), "sizeBytes", digest.sizeBytes()),
            "metrics",
            Map.of("averagePrecision", 0.8, "accuracy", 0.75),
            "lineage",
            Map.of("datasetName", "scans", "processName", "letters-1"),
            "mark",
            UUID.randomUUID().toString()));
  }

  /** An archive whose config has these sections beside the least. */
  public Path archive(Map<String, ?> sections) throws IOException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("formatVersion", 1);
    config.put("modelType", "classifier");
    config.put("architecture", "resnet18");
    config.put(
        "input",
        Map.of(
            "imageSize", 64,
            "mean", List.of(0.5, 0.5, 0.5),
            "standardDeviation", List.of(0.5, 0.5, 0.5)));
    config.putAll(sections);
    var archive = folder.resolve(UUID.randomUUID() + ".zip");
    BaseModelArchive.write(
        archive, weights, new ObjectMapper(new YAMLFactory()).writeValueAsBytes(config));
    return archive;
  }
}
