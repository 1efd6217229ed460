package dev.trainyard.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.weights.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelArchiveTest {
  private static final Architecture ARCHITECTURE = Architecture.RESNET18;

  @TempDir Path folder;

  @Test
  void readsBackWhatItWrote() throws Exception {
    var weights = weights(ARCHITECTURE, 3, 5);
    var archive = folder.resolve("base.zip");
    var configuration =
        new BaseModelConfiguration(
            "classifier",
            ARCHITECTURE,
            List.of("0", "invoice", "договор"),
            new BaseModelConfiguration.Input(64, List.of(0.5f, 0.25f, 0f), List.of(1f, 2f, 0.125f)),
            null);

    BaseModelArchive.write(archive, weights, configuration);

    var inspected = BaseModelArchive.inspect(archive);
    assertThat(inspected.classes()).containsExactly("0", "invoice", "договор");
    assertThat(inspected.architecture()).isEqualTo(ARCHITECTURE);
    assertThat(inspected.input()).isEqualTo(configuration.input());
    assertThat(inspected.weights().sizeBytes()).isEqualTo(Files.size(weights));
    var unpacked = BaseModelArchive.unpack(archive, folder.resolve("new/work"));
    assertThat(unpacked.configuration()).isEqualTo(inspected);
    assertThat(unpacked.weights()).hasSameBinaryContentAs(weights);
    var base = BaseModel.read(archive, folder.resolve("work"));
    assertThat(base.tensors()).isEqualTo(Weights.random(ARCHITECTURE, 3, 5).tensors());
    assertThat(base.configuration()).isEqualTo(inspected);
    assertThat(BaseModel.check(archive, folder.resolve("work"), Files.size(weights)))
        .isEqualTo(inspected);
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void unpacksNoMoreThanIsAllowed() throws Exception {
    var weights = weights(ARCHITECTURE, 3, 5);
    var archive = folder.resolve("base.zip");
    BaseModelArchive.write(archive, weights, BaseModelConfiguration.of(ARCHITECTURE));
    var limit = Files.size(weights) - 1;
    assertThatThrownBy(() -> BaseModel.check(archive, folder.resolve("work"), limit))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining("larger than " + limit + " bytes");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void writesTheSameBytesForTheSameModel() throws Exception {
    for (var name : List.of("one", "two")) {
      BaseModelArchive.write(
          folder.resolve(name),
          weights(ARCHITECTURE, 1000, 7),
          BaseModelConfiguration.of(ARCHITECTURE));
    }
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @Test
  void readsABarePthFileToo() throws Exception {
    var base = BaseModel.read(weights(ARCHITECTURE, 3, 5), folder.resolve("work"));
    assertThat(base.configuration()).isNull();
    assertThat(base.tensors()).containsKey("conv1.weight");
  }

  @Test
  void writesRandomWeightsWithoutHoldingThem() throws Exception {
    CheckpointWriter.write(folder.resolve("streamed.pth"), new RandomStateDict(ARCHITECTURE, 3, 5));
    assertThat(folder.resolve("streamed.pth")).hasSameBinaryContentAs(weights(ARCHITECTURE, 3, 5));
  }

  @Test
  void namesTheArchitectureThatWouldFit() throws Exception {
    var archive = folder.resolve("base.zip");
    BaseModelArchive.write(
        archive,
        weights(Architecture.RESNET34, 3, 5),
        BaseModelConfiguration.of(Architecture.RESNET50));
    assertThatThrownBy(() -> BaseModel.read(archive, folder.resolve("work")))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining("not those of resnet50")
        .hasMessageContaining("those of resnet34");
    assertThatThrownBy(() -> BaseModel.check(archive, folder.resolve("work"), 1L << 30))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining("those of resnet34");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void refusesClassesThatTheHeadDoesNotHave() throws Exception {
    var archive = folder.resolve("base.zip");
    BaseModelArchive.write(
        archive,
        weights(ARCHITECTURE, 3, 5),
        new BaseModelConfiguration(
            "classifier",
            ARCHITECTURE,
            List.of("one", "two"),
            BaseModelConfiguration.Input.IMAGENET,
            null));
    assertThatThrownBy(() -> BaseModel.read(archive, folder.resolve("work")))
        .isInstanceOf(InvalidBaseModelException.class)
        .hasMessageContaining("2 classes")
        .hasMessageContaining("[3, 512]");
  }

  @Test
  void tellsEveryArchitectureByItsWeights() {
    for (var architecture : Architecture.values()) {
      assertThat(ArchitectureMatch.of(new RandomStateDict(architecture, 4, 1)))
          .contains(architecture);
    }
    var other = new java.util.HashMap<>(new RandomStateDict(ARCHITECTURE, 4, 1));
    other.remove("layer1.0.conv1.weight");
    assertThat(ArchitectureMatch.of(other)).isEmpty();
  }

  private Path weights(Architecture architecture, int classes, long seed) throws IOException {
    var file = folder.resolve(architecture.id() + classes + "-" + seed + ".pth");
    if (Files.notExists(file)) {
      CheckpointWriter.write(file, Weights.random(architecture, classes, seed).tensors());
    }
    return file;
  }
}
