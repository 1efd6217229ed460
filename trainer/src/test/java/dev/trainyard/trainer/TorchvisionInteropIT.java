package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.trainer.network.MemoryFormat;
import dev.trainyard.trainer.network.MomentumOptimizer;
import dev.trainyard.trainer.network.ReferenceSteps;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
  private static final int IMAGES = 100;
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
      try (var classifier =
          new Classifier(compute.manager(), Weights.random(architecture, CLASSES, 1))) {
        liveIn(compute, classifier, images);
        CheckpointWriter.write(folder.resolve("ours.pth"), classifier.stateDict());
        ours = scores(compute, classifier, images);
      }
      runPython(SCRIPT, folder.toString(), architecture.id());

      compare(architecture + " ours", ours, read("scores-of-ours.pth"));
      var theirs = CheckpointReader.read(folder.resolve("theirs.pth"));
      var weights = Weights.of(architecture, CLASSES, theirs, 1);
      assertThat(weights.headReplaced()).isFalse();
      try (var classifier = new Classifier(compute.manager(), weights)) {
        compare(
            architecture + " theirs",
            scores(compute, classifier, images),
            read("scores-of-theirs.pth"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MemoryFormat.class)
  void learnsWhatPyTorchLearnsFromTheSameSteps(MemoryFormat format) throws Exception {
    var source = folder.resolve("start.pth");
    var target = folder.resolve("trained.pth");
    CheckpointWriter.write(source, ReferenceSteps.start().tensors());
    runPython(
        ReferenceSteps.SCRIPT, source.toString(), target.toString(), Precision.FLOAT32.name());
    var theirs = CheckpointReader.read(target);
    try (var compute = Compute.open(Device.CPU)) {
      var ours = ReferenceSteps.run(compute, ReferenceSteps.start(), format, Precision.FLOAT32);
      assertThat(ours.keySet()).isEqualTo(theirs.keySet());
      var differences = new TreeMap<Double, String>();
      theirs.forEach(
          (name, tensor) ->
              differences.put(ReferenceSteps.difference(ours.get(name), tensor), name));
      System.out.println("largest difference of trained weights: " + differences.lastEntry());
      assertThat(differences.lastKey()).isLessThan(ReferenceSteps.TOLERANCE);
      double deviation = ReferenceSteps.deviation(ReferenceSteps.start().tensors(), theirs, ours);
      System.out.println("trained weights deviate by " + deviation);
      assertThat(deviation).isLessThan(ReferenceSteps.DEVIATION);
    }
    rewriteGolden(theirs);
  }

  /** Rounding differs in every implementation; its size must not. */
  @Test
  void deviatesInMixedPrecisionNoMoreThanPyTorchDoes() throws Exception {
    var source = folder.resolve("start.pth");
    var start = ReferenceSteps.start();
    CheckpointWriter.write(source, start.tensors());
    var theirs = new EnumMap<Precision, Map<String, Tensor>>(Precision.class);
    for (var precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      var target = folder.resolve(precision + ".pth");
      runPython(ReferenceSteps.SCRIPT, source.toString(), target.toString(), precision.name());
      theirs.put(precision, CheckpointReader.read(target));
    }
    var exact = theirs.get(Precision.FLOAT32);
    try (var compute = Compute.open(Device.CPU)) {
      var ours = ReferenceSteps.run(compute, start, MemoryFormat.CHANNELS_LAST, Precision.BFLOAT16);
      double our = ReferenceSteps.deviation(start.tensors(), exact, ours);
      double their =
          ReferenceSteps.deviation(start.tensors(), exact, theirs.get(Precision.BFLOAT16));
      System.out.println("mixed precision deviates by " + our + ", PyTorch's by " + their);
      assertThat(our).isLessThan(1.5 * their);
    }
  }

  /** With -Dtrainyard.golden.rewrite=FILE, writes the golden file of the Java-only test. */
  private static void rewriteGolden(Map<String, Tensor> trained) throws IOException {
    var file = System.getProperty("trainyard.golden.rewrite");
    if (file != null) {
      var small = new LinkedHashMap<String, Tensor>();
      trained.forEach(
          (name, tensor) -> {
            if (tensor.bytes().remaining() < 40_000 && name.matches("(conv1|bn1|fc|.*bn2).*")) {
              small.put(name, tensor);
            }
          });
      CheckpointWriter.write(Path.of(file), small);
    }
  }

  private void runPython(String script, String... arguments) throws Exception {
    var file = folder.resolve("script.py");
    Files.writeString(file, script);
    var command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    assertThat(python(command.toArray(String[]::new))).isZero();
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
    try (var scratch = compute.manager().newSubManager();
        var optimizer = new MomentumOptimizer(compute.manager(), classifier, Map.of())) {
      optimizer.step(pixels(scratch, images), scratch.zeros(new Shape(IMAGES), DataType.INT64), 0);
    }
  }

  private static float[] scores(Compute compute, Classifier classifier, Tensor images) {
    try (var scratch = compute.manager().newSubManager()) {
      return classifier.forward(pixels(scratch, images)).toFloatArray();
    }
  }

  private static NDArray pixels(NDManager manager, Tensor images) {
    return manager.create(images.floats(), new Shape(IMAGES, 3, SIZE, SIZE));
  }

  private static int python(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
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
