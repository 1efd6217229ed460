package dev.trainyard.trainer.command;

import dev.trainyard.trainer.report.JsonLines;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what is in a file of weights, and executes nothing from it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Tells what is in a .pth file or an archive. Executes nothing from it.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = "trainer inspect [--json] FILE",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is sound",
      "1:it cannot be read, or is damaged or hostile; standard error says why",
      "2:wrong options"
    },
    footer = {"", "Example: trainer inspect resnet18-f37072fd.pth"})
final class InspectCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Write one JSON object instead of text.")
  private boolean json;

  @Parameters(paramLabel = "FILE", description = "A .pth file, or the archive of a model.")
  private Path file;

  private final Output output;

  InspectCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    var digest = FileDigest.of(file);
    try (var scratch = new ScratchFolder()) {
      var inspection = new Inspection(file, digest, BaseModel.read(file, scratch.path()));
      if (json) {
        output.stream().println(JsonLines.mapper().writeValueAsString(inspection.toMap()));
      } else {
        inspection.writeText(output.stream());
      }
    }
    return 0;
  }
}
