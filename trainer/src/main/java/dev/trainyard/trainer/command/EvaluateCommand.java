package dev.trainyard.trainer.command;

import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.StopSignal;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.data.DatasetFolder;
import dev.trainyard.trainer.data.DatasetImages;
import dev.trainyard.trainer.data.ImageCache;
import dev.trainyard.trainer.evaluation.Evaluation;
import dev.trainyard.trainer.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on labelled images. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Measures a model on a dataset: accuracy, average precision, confusion matrix.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = "trainer evaluate --model FILE --dataset DIR [OPTION...]",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:failed; standard error says why", "2:wrong options"},
    footer = {
      "",
      "Images are prepared as the model's config.yaml says. A .pth file says nothing: its classes",
      "are then the dataset's folders in alphabetical order, and images are normalised as",
      "torchvision does it.",
      "",
      "Example: trainer evaluate --model model.zip --dataset digits"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "Folder with test/<class>/.")
  private Path dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "The part to measure on. Default: ${DEFAULT-VALUE}.")
  private String split;

  @Option(names = "--json", description = "Write one JSON object instead of text.")
  private boolean json;

  private final Output output;

  EvaluateCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var loaded = model.load();
    var part =
        DatasetFolder.part(
            dataset, split, loaded.classes(), TrainingParameters.SUPPORTED_EXTENSIONS);
    var complete = loaded.withClasses(part.classes());
    var report = new EvaluationReport(model.file(), split, complete, evaluate(complete, part));
    if (json) {
      report.writeJson(output.stream());
    } else {
      report.writeText(output.stream());
    }
    return 0;
  }

  private Evaluation evaluate(Model loaded, DatasetFolder.Part part)
      throws IOException, InterruptedException {
    var stop = new StopSignal();
    var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (var scratch = new ScratchFolder();
        var compute = Compute.open(model.device());
        var network = loaded.network(compute.manager())) {
      var images =
          ImageCache.open(scratch.path(), split, part.samples(), loaded.imageSize(), () -> {});
      // So that all images that cannot be read are named at once.
      DatasetImages.decodeAll(images, workers, stop, () -> {});
      return new Evaluator(images, loaded.preparation(), workers, model.batchSize(), stop, () -> {})
          .evaluate(network, compute.manager());
    } finally {
      workers.shutdownNow();
    }
  }
}
