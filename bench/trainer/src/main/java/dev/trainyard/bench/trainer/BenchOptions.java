package dev.trainyard.bench.trainer;

import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.contracts.training.TrainingParameters;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@link BenchTrainer}. */
final class BenchOptions {
  private static final int QUICK_SCANS = 40;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description =
          "Pairs of slices, ours and the peer's. Default: 5, 3 for scans; 2 and 1 with --quick."
              + " Seeds with --accuracy, default 3.")
  private Integer repetitions;

  @Option(names = "--quick", description = "Less of everything: under three minutes, rougher.")
  private boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measure only these: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--image-size",
      defaultValue = "224",
      paramLabel = "PIXELS",
      description =
          "Edge of the network's input for scans and overhead. Default: ${DEFAULT-VALUE}.")
  private int imageSize;

  @Option(
      names = "--batch-size",
      defaultValue = "8",
      paramLabel = "N",
      description = "Images per step for scans and overhead. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--precision",
      defaultValue = "AUTO",
      paramLabel = "PRECISION",
      description =
          "In which the trainer learns: ${COMPLETION-CANDIDATES}. AUTO is what it takes on this"
              + " machine. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--scans",
      paramLabel = "N",
      description = "Scans to make, once, about 1.5 MB each. Default: 500; 40 with --quick.")
  private Integer scans;

  @Option(
      names = "--peer-scans",
      paramLabel = "N",
      description =
          "Scans that both sides train on in turn; at most --scans. The whole set is ours alone."
              + " Default: 120; 40 with --quick.")
  private Integer peerScans;

  @Option(
      names = "--epochs",
      defaultValue = "2",
      paramLabel = "N",
      description = "Epochs on scans, the first included. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "Interpreter of the peer. Default: /usr/bin/python3, then python3.")
  private String python;

  @Option(
      names = "--peer-threads",
      defaultValue = "0",
      paramLabel = "N",
      description = "Threads of the peer's torch. Default: what a trial finds fastest.")
  private int peerThreads;

  @Option(
      names = "--peer-workers",
      defaultValue = "0",
      paramLabel = "N",
      description = "Processes of the peer's DataLoader. Default: what a trial finds fastest.")
  private int peerWorkers;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where scans are kept between runs, caches and logs lie. Default:"
              + " bench/trainer/target/data in the project.")
  private Path data;

  @Option(
      names = "--accuracy",
      description =
          "Instead of speed: train both sides with the same recipe on the sample of digits, and"
              + " compare accuracy and average precision. The last line gives ours minus the"
              + " peer's, in points.")
  private boolean accuracy;

  @Option(
      names = "--augmentation",
      defaultValue = "EXPOSURE_NOISE",
      paramLabel = "KIND",
      description = "Of --accuracy: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Augmentation augmentation;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Refuses what cannot be measured, naming the option. */
  void check() {
    atLeast(1, "--repetitions", repetitions(1, 1));
    atLeast(1, "--batch-size", batchSize);
    atLeast(2, "--epochs", epochs);
    atLeast(0, "--peer-threads", peerThreads);
    atLeast(0, "--peer-workers", peerWorkers);
    atLeast(4, "--scans", scans());
    atLeast(4, "--peer-scans", peerScans());
    if (peerScans() > scans()) {
      throw refused("--peer-scans: must be at most --scans, %d, was %d", scans(), peerScans());
    }
    if (imageSize < TrainingParameters.MIN_IMAGE_SIZE
        || imageSize > TrainingParameters.MAX_IMAGE_SIZE
        || imageSize % TrainingParameters.IMAGE_SIZE_STEP != 0) {
      throw refused(
          "--image-size: must be a multiple of %d between %d and %d, was %d",
          TrainingParameters.IMAGE_SIZE_STEP,
          TrainingParameters.MIN_IMAGE_SIZE,
          TrainingParameters.MAX_IMAGE_SIZE,
          imageSize);
    }
  }

  private void atLeast(int minimum, String option, int value) {
    if (value < minimum) {
      throw refused("%s: must be at least %d, was %d", option, minimum, value);
    }
  }

  private ParameterException refused(String format, Object... values) {
    return new ParameterException(command.commandLine(), format.formatted(values));
  }

  int repetitions(int usual, int usualQuick) {
    if (repetitions != null) {
      return repetitions;
    }
    return quick ? usualQuick : usual;
  }

  boolean quick() {
    return quick;
  }

  boolean measures(Part part) {
    return parts.contains(part);
  }

  int imageSize() {
    return imageSize;
  }

  int batchSize() {
    return batchSize;
  }

  Precision precision() {
    return precision;
  }

  int scans() {
    return scans != null ? scans : quick ? QUICK_SCANS : 500;
  }

  int peerScans() {
    return peerScans != null ? peerScans : Math.min(scans(), quick ? QUICK_SCANS : 120);
  }

  int epochs() {
    return epochs;
  }

  /** Null to look for one. */
  String python() {
    return python;
  }

  /** 0 for a trial. */
  int peerThreads() {
    return peerThreads;
  }

  /** 0 for a trial. */
  int peerWorkers() {
    return peerWorkers;
  }

  /** The root of the project. */
  Path home() {
    return Path.of(System.getProperty("trainyard.home", ".")).toAbsolutePath().normalize();
  }

  Path data() {
    return data != null ? data : home().resolve("bench/trainer/target/data");
  }

  boolean accuracy() {
    return accuracy;
  }

  Augmentation augmentation() {
    return augmentation;
  }
}
