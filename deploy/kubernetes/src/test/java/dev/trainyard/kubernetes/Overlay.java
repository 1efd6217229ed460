package dev.trainyard.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What somebody applies: a folder with a kustomization. */
enum Overlay {
  EXTERNAL("overlays/external"),
  OPERATORS("overlays/operators"),
  SMALL("overlays/small"),
  AGENTS("agents");

  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final String folder;

  Overlay(String folder) {
    this.folder = folder;
  }

  /** All objects, as {@code kubectl kustomize} renders them; skips the test where there is none. */
  List<JsonNode> objects() throws IOException, InterruptedException {
    Process kubectl;
    try {
      kubectl =
          new ProcessBuilder("kubectl", "kustomize", folder)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no kubectl to render the manifests with: " + e.getMessage());
      throw e;
    }
    var rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor(1, TimeUnit.MINUTES)).as("kubectl ends").isTrue();
    assertThat(kubectl.exitValue()).as("kubectl kustomize %s", folder).isZero();
    return all(rendered);
  }

  /** Objects of this kind. */
  List<JsonNode> objects(String kind) throws IOException, InterruptedException {
    return objects().stream().filter(object -> kind.equals(object.get("kind").asText())).toList();
  }

  /** All objects that run something. */
  Stream<JsonNode> workloads() throws IOException, InterruptedException {
    return objects().stream().filter(object -> object.at("/spec/template/spec").isObject());
  }

  /** The documents of a file, in its order. */
  static List<JsonNode> all(Path file) throws IOException {
    return all(java.nio.file.Files.readString(file));
  }

  private static List<JsonNode> all(String documents) throws IOException {
    try (var parser = YAML.createParser(documents)) {
      return YAML.readValues(parser, JsonNode.class).readAll();
    }
  }
}
