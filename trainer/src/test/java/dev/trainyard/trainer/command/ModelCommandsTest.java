package dev.trainyard.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.trainer.TestDataset;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained once; then the commands use it, as a person would. */
class ModelCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  @TempDir Path folder;

  private static String archive;
  private static String data;
  private static String weights;

  @BeforeAll
  static void train() throws Exception {
    // The command listens for a word on standard input; the one of the test runner is not for it.
    System.setIn(InputStream.nullInputStream());
    data = shared.resolve("data").toString();
    archive = shared.resolve("model.zip").toString();
    TestDataset.create(Path.of(data), 16, 8);
    var run =
        execute(
            true,
            "train",
            "--dataset",
            data,
            "--out",
            archive,
            "--image-size",
            "32",
            "--batch-size",
            "8",
            "--iterations",
            "60",
            "--learning-rate",
            "0.02",
            "--augmentation",
            "none",
            "--evaluation-interval",
            "30",
            "--device",
            "cpu");
    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.out()).contains("\r", "[##", "100 %  60/60", "average precision", archive);
    try (var zip = FileSystems.newFileSystem(Path.of(archive))) {
      weights = shared.resolve("model.pth").toString();
      Files.copy(zip.getPath("model.pth"), Path.of(weights));
    }
  }

  @Test
  void evaluatesAnArchiveAsItWasMeasuredInTraining() throws Exception {
    var report = json("evaluate", "--model", archive, "--dataset", data, "--json");

    var inspected = dev.trainyard.weights.BaseModelArchive.inspect(Path.of(archive));
    assertThat(inspected.classes()).isEqualTo(TestDataset.CLASSES);
    assertThat(report.get("images").asInt()).isEqualTo(24);
    assertThat(report.get("accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(report.get("averagePrecision").asDouble()).isGreaterThan(0.8);
    assertThat(report.get("imageSize").asInt()).isEqualTo(32);
    assertThat(report.get("perClass").findValuesAsText("name")).isEqualTo(TestDataset.CLASSES);
    assertThat(report.get("confusionMatrix").size()).isEqualTo(3);
  }

  @Test
  void evaluatesABareFileTheSame() throws Exception {
    var options = List.of("evaluate", "--model", weights, "--dataset", data, "--json");
    var bare = json(join(options, "--image-size", "32"));
    var whole = json("evaluate", "--model", archive, "--dataset", data, "--json");

    assertThat(bare.get("averagePrecision")).isEqualTo(whole.get("averagePrecision"));
    assertThat(bare.get("confusionMatrix")).isEqualTo(whole.get("confusionMatrix"));
    assertThat(bare.get("architecture").asText()).isEqualTo("resnet18");
    var turned = json(join(options, "--image-size", "32", "--classes", "standing,squares,lying"));
    assertThat(turned.get("accuracy").asDouble()).isLessThan(bare.get("accuracy").asDouble());
  }

  @Test
  void writesATableForPeople() {
    var run = execute(false, "evaluate", "--model", archive, "--dataset", data, "--split", "train");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("48 train images: accuracy", "precision", "squares", "confusion matrix");
  }

  @Test
  void saysWhatIsMissingForAnEvaluation() {
    assertFails("no folder validation", "--dataset", data, "--split", "validation");
    var other = folder.resolve("other");
    assertThat(other.resolve("test/cats").toFile().mkdirs()).isTrue();
    assertFails("classes that the model does not know", "--dataset", other.toString());
    var run = execute(false, "evaluate", "--model", folder + "/none.pth", "--dataset", data);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).contains("there is no file", "none.pth");
    run = execute(false, "evaluate", "--model", weights, "--dataset", data, "--classes", "a,lying");
    assertThat(run.code()).isEqualTo(1);
    run = execute(false, "evaluate", "--model", archive, "--dataset", data, "--classes", "a,b");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).contains("the archive says itself");
  }

  @Test
  void predictsImagesAndFoldersAndNamesThoseThatItCannotRead() throws Exception {
    var bad = Files.writeString(folder.resolve("bad.png"), "text");
    var good = data + "/test/squares/000.png";

    var run =
        execute(
            false,
            "predict",
            "--model",
            archive,
            "--top",
            "2",
            good,
            bad.toString(),
            folder.resolve("absent.png").toString(),
            data + "/test/lying");

    assertThat(run.code()).isEqualTo(1);
    var lines = run.out().lines().toList();
    assertThat(lines).hasSize(9);
    assertThat(lines.get(0)).matches(".*squares/000.png  \\w+ [01]\\.\\d{4}  \\w+ [01]\\.\\d{4}");
    assertThat(lines.stream().filter(line -> line.contains("000.png  squares"))).hasSize(1);
    assertThat(run.errors())
        .contains("bad.png: ", "is no image", "absent.png: there is no such file");
  }

  @Test
  void predictsAsJson() throws Exception {
    var line =
        json(
            "predict", "--model", archive, "--json", "--top", "3", data + "/test/standing/001.png");
    assertThat(line.get("file").asText()).endsWith("001.png");
    assertThat(line.get("predictions")).hasSize(3);
    double sum = 0;
    for (var guess : line.get("predictions")) {
      sum += guess.get("probability").asDouble();
    }
    assertThat(sum).isBetween(0.999, 1.001);
    assertThat(line.at("/predictions/0/name").asText()).isEqualTo("standing");
    var numbered =
        json(
            "predict",
            "--model",
            weights,
            "--image-size",
            "32",
            "--json",
            data + "/test/standing/001.png");
    assertThat(numbered.at("/predictions/0/name").asText()).isEqualTo("2");
  }

  @Test
  void inspectsArchivesAndBareFiles() throws Exception {
    var whole = json("inspect", "--json", archive);
    assertThat(whole.get("format").asText()).isEqualTo("model archive");
    assertThat(whole.get("architecture").asText()).isEqualTo("resnet18");
    assertThat(whole.get("classes")).hasSize(3);
    assertThat(whole.at("/input/imageSize").asInt()).isEqualTo(32);
    assertThat(whole.get("sizeBytes").asLong()).isEqualTo(Files.size(Path.of(archive)));
    assertThat(whole.get("sha256").asText()).hasSize(64);
    assertThat(whole.get("tensors")).hasSize(122);
    assertThat(whole.at("/tensors/0/name").asText()).isEqualTo("conv1.weight");

    var run = execute(false, "inspect", weights);
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("PyTorch state dict", "resnet18", "(64×3×7×7)", "int64 ()", "11,178,051");
  }

  @Test
  void refusesFilesThatAreNone() throws Exception {
    var hostile = Files.writeString(folder.resolve("hostile.pth"), "cos\nsystem\n(S'true'\ntR.");
    var run = execute(false, "inspect", hostile.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).startsWith("failed: ").contains("not a checkpoint");
    assertThat(run.errors().lines()).hasSize(1);
  }

  @Test
  void takesTheArchitectureFromTheBaseModel() throws Exception {
    var base = folder.resolve("base.zip");
    var file = folder.resolve("base.pth");
    CheckpointWriter.write(file, Weights.random(Architecture.RESNET34, 3, 1).tensors());
    dev.trainyard.weights.BaseModelArchive.write(
        base, file, dev.trainyard.weights.BaseModelConfiguration.of(Architecture.RESNET34));
    var out = folder.resolve("tuned.zip").toString();

    var run =
        execute(
            false,
            "--dataset",
            data,
            "--out",
            out,
            "--base-model",
            base.toString(),
            "--iterations",
            "1",
            "--image-size",
            "32",
            "--batch-size",
            "8",
            "--device",
            "cpu");

    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).doesNotContain("\r");
    assertThat(json("inspect", "--json", out).get("architecture").asText()).isEqualTo("resnet34");
    assertThat(folder.resolve("tuned.zip.work")).doesNotExist();
  }

  private void assertFails(String message, String... options) {
    var run = execute(false, join(List.of("evaluate", "--model", archive), options));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).contains("failed: ", message);
  }

  private static String[] join(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }

  private static JsonNode json(String... arguments) throws Exception {
    var run = execute(false, arguments);
    assertThat(run.code()).as(run.errors()).isZero();
    return JSON.readTree(run.out());
  }

  private record Run(int code, String out, String errors) {}

  private static Run execute(boolean terminal, String... arguments) {
    var out = new ByteArrayOutputStream();
    var errors = new StringWriter();
    var commandLine =
        TrainerCommand.commandLine(
            new Output(new PrintStream(out, true, StandardCharsets.UTF_8), terminal));
    commandLine.setErr(new PrintWriter(errors));
    int code = TrainerCommand.run(commandLine, arguments);
    return new Run(code, out.toString(StandardCharsets.UTF_8), errors.toString());
  }
}
