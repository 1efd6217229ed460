package dev.trainyard.agent.harness;

import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Base models of the fake registry, good ones and bad ones. */
enum FakeBaseModel {
  /** As the platform makes it. */
  GOOD("base-resnet18"),
  /** What arrives is not what the registry has. */
  FALSIFIED("base-falsified"),
  /** The registry has it, but it is no base model. */
  BROKEN("base-broken");

  private final String name;
  private final UUID id = UUID.randomUUID();
  private final byte[] archive;

  FakeBaseModel(String name) {
    this.name = name;
    this.archive = name.endsWith("broken") ? "no zip".getBytes(StandardCharsets.UTF_8) : real();
  }

  static Optional<FakeBaseModel> named(String name) {
    return Arrays.stream(values()).filter(model -> model.name.equals(name)).findFirst();
  }

  static FakeBaseModel withId(String id) {
    return Arrays.stream(values())
        .filter(model -> model.id.toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  byte[] archive() {
    return archive;
  }

  /** As the registry tells it; the digest only when it is known. */
  String view(boolean known) {
    var digest = this == FALSIFIED ? "0".repeat(64) : FakePlatform.sha256(archive);
    return "{\"id\":\"%s\",\"name\":\"%s\",\"architecture\":\"resnet18\",\"weights\":\"RANDOM\"%s}"
        .formatted(
            id,
            name,
            known ? ",\"sha256\":\"%s\",\"sizeBytes\":%d".formatted(digest, archive.length) : "");
  }

  private static byte[] real() {
    try {
      var folder = Files.createTempDirectory("base-model");
      var weights = folder.resolve("model.pth");
      var archive = folder.resolve("base.zip");
      CheckpointWriter.write(
          weights, Map.of("conv1.weight", Tensor.of(new float[9408], 64, 3, 7, 7)));
      BaseModelArchive.write(archive, weights, BaseModelConfiguration.of(Architecture.RESNET18));
      var content = Files.readAllBytes(archive);
      Files.delete(weights);
      Files.delete(archive);
      Files.delete(folder);
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
