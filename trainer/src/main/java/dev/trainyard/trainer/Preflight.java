package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.compute.MachineMemory;
import dev.trainyard.trainer.data.DatasetFolder;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Looks before a run begins whether it can end well. Every refusal names what is needed and what
 * was found.
 */
final class Preflight {
  private static final int MIN_VALUES_PER_CHANNEL = 8;
  private static final long MAX_BATCH_BYTES = Integer.MAX_VALUE;
  private static final double MEBIBYTE = 1 << 20;
  // Java, PyTorch and their buffers, before any network; measured on Linux.
  private static final long RUNTIME_BYTES = 350L << 20;
  // Weights, momentum, gradients, and one copy more in another layout.
  private static final int COPIES_IN_MEMORY = 4;
  // A checkpoint holds weights and momentum, and the next is written before the last goes; so are
  // the best weights; the model is written, then its archive.
  private static final int COPIES_ON_DISK = 2 * 2 + 2 + 2;

  /**
   * What a run may use.
   *
   * @param diskBytes free where its work folder lies
   * @param memoryBytes of the machine, or of its container
   * @param deviceBytes of the GPU; empty if it computes on the processor
   */
  record Resources(long diskBytes, long memoryBytes, OptionalLong deviceBytes) {
    static Resources of(Path work, Compute compute) throws IOException {
      return new Resources(
          Files.getFileStore(work).getUsableSpace(),
          MachineMemory.availableBytes(),
          compute.freeDeviceBytes());
    }
  }

  private final RunSpecification specification;
  private final TrainingParameters parameters;
  private final Architecture architecture;
  private final DatasetFolder dataset;

  Preflight(RunSpecification specification, Architecture architecture, DatasetFolder dataset) {
    this.specification = specification;
    this.parameters = specification.parameters();
    this.architecture = architecture;
    this.dataset = dataset;
  }

  /**
   * Looks at everything.
   *
   * @param precision of training; not {@link Precision#AUTO}
   * @throws TrainingFailure if the run could not end well
   */
  void check(Resources found, Precision precision, MessageSink sink) throws IOException {
    checkValuesPerChannel(sink);
    checkBaseModelDigest();
    checkDisk(found.diskBytes());
    checkBatch();
    checkMemory(found, precision);
  }

  // The last stage has imageSize / 32 pixels each way. Statistics over very few values are noise:
  // at 32 pixels and batchSize 2 a network was seen to learn nothing at all.
  private void checkValuesPerChannel(MessageSink sink) {
    int edge = parameters.imageSize() / 32;
    int values = parameters.batchSize() * edge * edge;
    if (values == 1) {
      throw new TrainingFailure(
          FailureCause.INTERNAL,
          "batchSize 1 with imageSize 32 leaves batch normalisation a single value; raise one",
          List.of());
    }
    if (values < MIN_VALUES_PER_CHANNEL) {
      sink.accept(
          new TrainerMessage.Notice(
              "batchSize %d is too small for imageSize %d to learn well; try batchSize %d or more"
                  .formatted(
                      parameters.batchSize(), parameters.imageSize(), MIN_VALUES_PER_CHANNEL)));
    }
  }

  private void checkBaseModelDigest() {
    String expected = specification.baseModelSha256();
    if (specification.baseModel() == null || expected == null) {
      return;
    }
    String found;
    try {
      found = FileDigest.of(Path.of(specification.baseModel())).sha256();
    } catch (IOException e) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR, "the base model cannot be read: " + e.getMessage(), e);
    }
    if (!found.equals(expected)) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR,
          "the base model's file is not the one that was asked for: SHA-256 %s is needed, %s was"
                  .formatted(expected, found)
              + " found; start the process again to download it anew",
          List.of());
    }
  }

  private void checkDisk(long found) throws IOException {
    var work = Path.of(specification.workDirectory());
    long needed = cacheBytes() + COPIES_ON_DISK * weightBytes() - alreadyThere(work);
    if (needed > found) {
      throw new TrainingFailure(
          FailureCause.STORAGE_ERROR,
          "the disk of the work folder is too full: %s are needed, %s are free; free space or use"
                  .formatted(mebibytes(needed), mebibytes(found))
              + " a smaller imageSize (it is %d)".formatted(parameters.imageSize()),
          List.of(work.toString()));
    }
  }

  private long cacheBytes() {
    long images = (long) dataset.train().size() + dataset.test().size();
    return images * (3L * parameters.imageSize() * parameters.imageSize() + 1);
  }

  /** Caches and checkpoints of an earlier attempt are used again or replaced. */
  private static long alreadyThere(Path work) throws IOException {
    long bytes = 0;
    try (var files = Files.newDirectoryStream(work, "*.{cache,pth}")) {
      for (var file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  // What Java can hand over in one piece.
  private void checkBatch() {
    int size = parameters.imageSize();
    long bytes = 12L * size * size * parameters.batchSize();
    if (bytes > MAX_BATCH_BYTES) {
      throw new TrainingFailure(
          FailureCause.OUT_OF_MEMORY,
          "a batch of %d images of %d pixels takes %s, and at most %s are possible; try batchSize %d"
              .formatted(
                  parameters.batchSize(),
                  size,
                  mebibytes(bytes),
                  mebibytes(MAX_BATCH_BYTES),
                  parameters.batchSize() * MAX_BATCH_BYTES / bytes),
          List.of());
    }
  }

  private void checkMemory(Resources found, Precision precision) {
    long perImage = bytesPerPixel() * parameters.imageSize() * parameters.imageSize();
    long fixed = COPIES_IN_MEMORY * weightBytes();
    if (found.deviceBytes().isPresent()) {
      // Half the bytes of an activation: measured on an H200. On processors it was not measured.
      long onGpu = precision == Precision.BFLOAT16 ? perImage / 2 : perImage;
      requireMemory("the GPU", found.deviceBytes().getAsLong(), fixed, onGpu);
    } else {
      requireMemory("the machine", found.memoryBytes(), fixed + RUNTIME_BYTES, perImage);
    }
  }

  private void requireMemory(String whose, long found, long fixed, long perImage) {
    long needed = fixed + parameters.batchSize() * perImage;
    if (needed <= found) {
      return;
    }
    long fitting = (found - fixed) / perImage;
    String advice =
        fitting >= 1
            ? "try batchSize " + fitting
            : parameters.imageSize() > TrainingParameters.MIN_IMAGE_SIZE
                ? "try a smaller imageSize, or free memory"
                : "free memory";
    throw new TrainingFailure(
        FailureCause.OUT_OF_MEMORY,
        "not enough memory: %s at batchSize %d and imageSize %d needs about %s, %s has %s free; %s"
            .formatted(
                architecture.id(),
                parameters.batchSize(),
                parameters.imageSize(),
                mebibytes(needed),
                whose,
                mebibytes(found),
                advice),
        List.of());
  }

  /** What a training step keeps per pixel of input; measured at 224 pixels. */
  private long bytesPerPixel() {
    return switch (architecture) {
      case RESNET18 -> 720;
      case RESNET34 -> 940;
      case RESNET50 -> 2_650;
    };
  }

  private long weightBytes() {
    return architecture.tensors(dataset.classes().size()).stream()
        .mapToLong(tensor -> 4 * Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,.0f MiB", bytes / MEBIBYTE);
  }
}
