package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.Tensor;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.weights.Architecture;
import dev.trainyard.trainer.network.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Weights go to torchvision and come from it, and the networks agree. Needs Python with torch and
 * torchvision (Debian: python3-torch, python3-torchvision) and is skipped where they are not.
 */
class TorchvisionInteropIT {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int CLASSES = 5;
  private static final int IMAGES = 4;
  private static final int SIZE = 64;

  // Loads our weights strictly; then makes other weights, with lived-in statistics, and both times
  // says what scores they give.
  private static final String SCRIPT =
      """
      import sys, torch, torchvision
      folder, name = sys.argv[1], sys.argv[2]
      images = torch.load(folder + '/images.pth', weights_only=True)['images']
      network = getattr(torchvision.models, name)(num_classes=5)
      network.load_state_dict(torch.load(folder + '/ours.pth', weights_only=True), strict=True)
      network.eval()
      with torch.no_grad():
          torch.save({'scores': network(images)}, folder + '/scores-of-ours.pth')
      torch.manual_seed(3)
      network = getattr(torchvision.models, name)(num_classes=5)
      with torch.no_grad():
          network.train()
          network(images)
          network.eval()
          torch.save({'scores': network(images)}, folder + '/scores-of-theirs.pth')
      torch.save(network.state_dict(), folder + '/theirs.pth')
      """;

  @TempDir Path folder;

  @BeforeAll
  static void requirePython() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON)) && python("-c", "import torch, torchvision") == 0,
        "skipped: " + PYTHON + " has no torch and torchvision");
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void agreesWithTorchvisionInBothDirections(Architecture architecture) throws Exception {
    var images = images();
    CheckpointWriter.write(folder.resolve("images.pth"), Map.of("images", images));
    try (var compute = Compute.open(Device.CPU)) {
      float[] ours;
      try (var classifier = Classifier.random(compute.manager(), architecture, CLASSES, 1)) {
        liveIn(compute, classifier, images);
        CheckpointWriter.write(folder.resolve("ours.pth"), classifier.stateDict());
        ours = scores(compute, classifier, images);
      }
      var script = folder.resolve("peer.py");
      Files.writeString(script, SCRIPT);
      assertThat(python(script.toString(), folder.toString(), architecture.id())).isZero();

      compare(architecture + " ours", ours, read("scores-of-ours.pth"));
      try (var classifier =
          Classifier.of(
              compute.manager(),
              architecture,
              CLASSES,
              CheckpointReader.read(folder.resolve("theirs.pth")),
              1)) {
        assertThat(classifier.headReplaced()).isFalse();
        compare(
            architecture + " theirs",
            scores(compute, classifier, images),
            read("scores-of-theirs.pth"));
      }
    }
  }

  private static void compare(String what, float[] actual, float[] expected) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    System.out.println(what + ": largest difference of scores " + largest);
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(largest).isLessThan(1e-3);
  }

  private float[] read(String file) throws IOException {
    return CheckpointReader.read(folder.resolve(file)).get("scores").floats();
  }

  private static Tensor images() {
    var random = new Random(5);
    var pixels = new float[IMAGES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Tensor.of(pixels, IMAGES, 3, SIZE, SIZE);
  }

  /** Moves the running statistics away from where they begin. */
  private static void liveIn(Compute compute, Classifier classifier, Tensor images) {
    try (var scratch = compute.manager().newSubManager()) {
      classifier.forward(scratch.create(images.floats(), new Shape(IMAGES, 3, SIZE, SIZE)), true);
    }
  }

  private static float[] scores(Compute compute, Classifier classifier, Tensor images) {
    try (var scratch = compute.manager().newSubManager()) {
      return classifier
          .forward(scratch.create(images.floats(), new Shape(IMAGES, 3, SIZE, SIZE)), false)
          .toFloatArray();
    }
  }

  private static int python(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(java.util.List.of(PYTHON));
    command.addAll(java.util.List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }
}
