package dev.trainyard.trainer.command;

import dev.trainyard.contracts.training.Device;
import dev.trainyard.trainer.data.Normalisation;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.ArchitectureMatch;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.BaseModelConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which model a command uses, and what a bare {@code .pth} file does not say of itself. */
final class ModelOptions {
  private static final int IMAGE_SIZE_STEP = 32;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "An archive that train has written, or a .pth file.")
  private Path model;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "Of a .pth file: resnet18, resnet34 or resnet50. Default: told by its tensors.")
  private String architecture;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Of a .pth file: edge of the square input, a multiple of 32. Default: 224.")
  private Integer imageSize;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "NAME",
      description = "Of a .pth file: the classes in the order of the outputs.")
  private List<String> classes;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "CPU",
      description = "${COMPLETION-CANDIDATES}. Without a GPU, CUDA means CPU. Default: CPU.")
  private Device device;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "16",
      description = "Images at a time. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /** The file. */
  Path file() {
    return model;
  }

  Device device() {
    return device;
  }

  int batchSize() {
    if (batchSize < 1 || batchSize > 1024) {
      throw wrong("--batch-size must be between 1 and 1024");
    }
    return batchSize;
  }

  /**
   * Reads the model.
   *
   * @throws ParameterException if an option is missing or does not apply
   * @throws IOException if the file is no model
   */
  Model load() throws IOException {
    checkOptions();
    try (var scratch = new ScratchFolder()) {
      var base = BaseModel.read(model, scratch.path());
      if (base.configuration() != null) {
        return of(base, base.configuration());
      }
      var found =
          architecture != null
              ? Architecture.withId(architecture)
              : ArchitectureMatch.of(base.tensors());
      return new Model(
          found.orElseThrow(
              () ->
                  new IOException(
                      "the tensors of %s are those of no known architecture (%s)"
                          .formatted(model, Architecture.ids()))),
          classes == null ? List.of() : classes,
          imageSize == null ? BaseModelConfiguration.Input.IMAGENET.imageSize() : imageSize,
          Normalisation.IMAGENET,
          base.tensors());
    }
  }

  private Model of(BaseModel base, BaseModelConfiguration configuration) {
    if (architecture != null || imageSize != null || classes != null) {
      throw wrong(
          "--architecture, --image-size and --classes are for .pth files; the archive says itself"
              + " what it is");
    }
    return new Model(
        configuration.architecture(),
        configuration.classes(),
        configuration.input().imageSize(),
        Normalisation.of(configuration.input()),
        base.tensors());
  }

  private void checkOptions() {
    if (architecture != null && Architecture.withId(architecture).isEmpty()) {
      throw wrong("--architecture: %s is none of %s".formatted(architecture, Architecture.ids()));
    }
    if (imageSize != null
        && (imageSize < IMAGE_SIZE_STEP || imageSize > 1024 || imageSize % IMAGE_SIZE_STEP != 0)) {
      throw wrong("--image-size must be a multiple of 32 between 32 and 1024");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
