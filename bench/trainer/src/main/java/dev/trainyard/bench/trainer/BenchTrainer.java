package dev.trainyard.bench.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.bench.trainer.ScanPeer.PeerChoice;
import dev.trainyard.bench.trainer.scans.ScanDataset;
import dev.trainyard.contracts.training.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code trainyard bench trainer}. */
@Command(
    name = "trainyard bench trainer",
    mixinStandardHelpOptions = true,
    version = "Trainyard 0.1.0",
    sortOptions = false,
    description = {
      "Compares the trainer with PyTorch in Python on this machine's processor, in turn.",
      "",
      "compute   training steps of ResNet-18 on random images",
      "scans     whole trainings on synthetic A4 scans of 300 dots per inch",
      "overhead  what the training loop costs beside its steps",
      "",
      "Training steps are compared in the same precision. On scans both sides are as they come: the"
          + " trainer takes the precision that suits the machine, PyTorch 32 bits; more rows compare"
          + " them in the same one. The accuracy of --accuracy is compared with 32 bits.",
      "",
      "Progress goes to standard error, a table to standard output. The last line is for scripts:"
          + " ratios to the peer (higher is better, na without it), and shares of the time.",
      ""
    },
    footer = {
      "",
      "The peer runs where Python has torch and torchvision (Debian: python3-torch,"
          + " python3-torchvision).",
      "Nothing else should run on the machine meanwhile."
    })
public final class BenchTrainer implements Callable<Integer> {
  private static final double SLICE_SECONDS = 6;
  private static final double QUICK_SLICE_SECONDS = 3;
  private static final double WARM_UP_SECONDS = 4;

  @Mixin private BenchOptions options;

  private final Progress progress;

  BenchTrainer(Progress progress) {
    this.progress = progress;
  }

  /** Runs the command and exits: 0 success, 1 failure, 2 bad usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine(System.err::println).execute(arguments));
  }

  static CommandLine commandLine(Progress progress) {
    return new CommandLine(new BenchTrainer(progress))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (exception, arguments) -> {
              var commandLine = exception.getCommandLine();
              commandLine.getErr().println(exception.getMessage() + "; see --help");
              return commandLine.getCommandSpec().exitCodeOnInvalidInput();
            })
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              // What a user can act on comes without a stack trace.
              if (exception instanceof BenchException) {
                commandLine.getErr().println("trainyard: " + exception.getMessage());
              } else {
                exception.printStackTrace(commandLine.getErr());
              }
              return 1;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    var data = Files.createDirectories(options.data().toAbsolutePath().normalize());
    var engine = new Engine(data, options.precision());
    var facts = facts(engine);
    var precision = Precision.valueOf(facts.get("precision").asText());
    var peer = Peer.find(options.python(), options.home().resolve("bench/trainer/peer.py"));
    if (peer.isEmpty()) {
      progress.say("no Python with torch and torchvision was found: no ratios, see --help");
    }
    var report =
        options.accuracy()
            ? new Report("accuracy_difference", "average_precision_difference")
            : new Report(
                "compute_64",
                "compute_224",
                "scans_first",
                "scans_later",
                "device_wait",
                "overhead");
    if (options.accuracy()) {
      var digits = options.home().resolve("deploy/local/samples/digits.zip");
      new AccuracyBench(engine, peer, options.augmentation(), data, progress)
          .run(digits, options.repetitions(3, 1), report);
    } else {
      speed(engine, peer, precision, data, report);
    }
    report.print(machine(facts, peer), System.out);
    return 0;
  }

  private void speed(
      Engine engine, Optional<Peer> peer, Precision precision, Path data, Report report)
      throws IOException, InterruptedException {
    var alike = peer.map(found -> found.in(precision));
    double slice = options.quick() ? QUICK_SLICE_SECONDS : SLICE_SECONDS;
    int pairs = options.repetitions(5, 2);
    if (options.measures(Part.COMPUTE)) {
      var settings =
          new ComputeBench.Settings(pairs, slice, WARM_UP_SECONDS, options.peerThreads());
      var bench = new ComputeBench(engine, alike, settings, data, progress);
      report.set("compute_64", 2, bench.run(Shape.SMALL, report).ratio());
      report.set("compute_224", 2, bench.run(Shape.LARGE, report).ratio());
    }
    if (!options.measures(Part.SCANS) && !options.measures(Part.OVERHEAD)) {
      return;
    }
    var dataset = ScanDataset.prepare(data, options.scans(), progress);
    var shape = new Shape(options.imageSize(), options.batchSize());
    if (options.measures(Part.SCANS)) {
      var bench = scansBench(engine, peer, dataset);
      var outcome = bench.run(dataset, shape, report);
      report.set("scans_first", 2, outcome.first().ratio());
      report.set("scans_later", 2, outcome.later().ratio());
      if (!options.quick()) {
        if (!alike.equals(peer)) {
          scansBench(engine, alike, dataset).run(dataset, shape, report);
        }
        moreScans(bench, dataset, shape, report);
      }
      report.remark(
          "scans: %d for both sides, files in the system's cache, decoded anew by the peer each"
              + " epoch",
          options.peerScans());
    }
    if (options.measures(Part.OVERHEAD)) {
      var settings = new OverheadBench.Settings(pairs, slice, WARM_UP_SECONDS);
      var bench = new OverheadBench(engine, settings, data.resolve("work-overhead"), progress);
      var subset = ScanDataset.subset(dataset, options.peerScans());
      var outcome = bench.run(subset, options.peerScans(), shape, report);
      report.set("overhead", 3, outcome.lost().median());
      report.set("device_wait", 3, outcome.waited().median());
    }
  }

  private ScansBench scansBench(Engine engine, Optional<Peer> peer, Path dataset) {
    var choice = new PeerChoice(options.peerThreads(), options.peerWorkers());
    var settings =
        new ScansBench.Settings(
            options.scans(), options.peerScans(), options.repetitions(3, 1), options.epochs());
    var data = dataset.getParent();
    return new ScansBench(
        engine,
        peer.map(found -> new ScanPeer(found, choice, data, progress)),
        settings,
        data,
        progress);
  }

  /** Smaller images, which show the pipelines better, and the whole set. */
  private void moreScans(ScansBench bench, Path dataset, Shape shape, Report report)
      throws IOException {
    if (shape.imageSize() > Shape.SMALL.imageSize()) {
      bench.run(dataset, Shape.SMALL, report);
    }
    if (options.scans() > options.peerScans()) {
      bench.runWhole(dataset, shape, report);
    }
  }

  /** What the trainer says of itself. */
  private static JsonNode facts(Engine engine) throws IOException {
    try (var ours = engine.compute(new Shape(32, 2), 0)) {
      return ours.ready();
    }
  }

  private List<String> machine(JsonNode facts, Optional<Peer> peer) {
    return List.of(
        Machine.describe(),
        "trainer: DJL %s, PyTorch %s"
            .formatted(facts.get("djl").asText(), facts.get("pytorch").asText()),
        "peer: " + peer.map(Peer::versions).orElse("none"),
        "precision: trainer %s, peer %s"
            .formatted(
                facts.get("precision").asText(),
                options.accuracy()
                    ? "FLOAT32"
                    : "the same in training steps, FLOAT32 on scans where no row says more"));
  }
}
