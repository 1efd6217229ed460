package dev.trainyard.trainer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.trainyard.trainer.evaluation.Evaluation;
import dev.trainyard.trainer.report.JsonLines;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an evaluation found.
 *
 * @param file the model
 * @param split the part of the dataset
 */
record EvaluationReport(Path file, String split, Model model, Evaluation evaluation) {
  private static final int MAX_MATRIX_CLASSES = 30;

  private int images() {
    return evaluation.perClass().stream().mapToInt(Evaluation.ClassFigures::support).sum();
  }

  void writeJson(PrintStream out) throws JsonProcessingException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", file.toString());
    report.put("architecture", model.architecture().id());
    report.put("imageSize", model.imageSize());
    report.put("split", split);
    report.put("images", images());
    report.put("accuracy", evaluation.accuracy());
    report.put("averagePrecision", evaluation.averagePrecision());
    report.put("loss", evaluation.testLoss());
    var perClass = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < model.classes().size(); i++) {
      var figures = evaluation.perClass().get(i);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", model.classes().get(i));
      row.put("images", figures.support());
      row.put("precision", figures.precision());
      row.put("recall", figures.recall());
      row.put("f1", figures.f1());
      row.put("averagePrecision", figures.averagePrecision());
      perClass.add(row);
    }
    report.put("perClass", perClass);
    report.put("confusionMatrix", evaluation.confusionMatrix());
    out.println(JsonLines.mapper().writeValueAsString(report));
  }

  void writeText(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s: %s, %d classes, %d pixels%n",
        file,
        model.architecture().id(),
        model.classes().size(),
        model.imageSize());
    out.printf(
        Locale.ROOT,
        "%,d %s images: accuracy %.4f, average precision %.4f, loss %.4f%n%n",
        images(),
        split,
        evaluation.accuracy(),
        evaluation.averagePrecision(),
        evaluation.testLoss());
    writeClasses(out);
    if (model.classes().size() <= MAX_MATRIX_CLASSES) {
      writeMatrix(out);
    }
  }

  private void writeClasses(PrintStream out) {
    int width = Math.max(5, model.classes().stream().mapToInt(String::length).max().orElse(0));
    String columns = "%-" + width + "s  %6s  %9s  %6s  %6s  %9s%n";
    out.printf(columns, "class", "images", "precision", "recall", "F1", "avg prec");
    for (int i = 0; i < model.classes().size(); i++) {
      var figures = evaluation.perClass().get(i);
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %6d  %9.4f  %6.4f  %6.4f  %9.4f%n",
          model.classes().get(i),
          figures.support(),
          figures.precision(),
          figures.recall(),
          figures.f1(),
          figures.averagePrecision());
    }
  }

  private void writeMatrix(PrintStream out) {
    out.printf("%nconfusion matrix: a row for each true class, a column for each predicted one%n");
    int[][] matrix = evaluation.confusionMatrix();
    int width =
        Arrays.stream(matrix)
            .flatMapToInt(Arrays::stream)
            .map(count -> Integer.toString(count).length())
            .max()
            .orElse(1);
    int nameWidth = model.classes().stream().mapToInt(String::length).max().orElse(0);
    for (int row = 0; row < matrix.length; row++) {
      List<String> cells = new ArrayList<>();
      for (int count : matrix[row]) {
        cells.add(("%" + width + "d").formatted(count));
      }
      out.printf("%-" + nameWidth + "s  %s%n", model.classes().get(row), String.join(" ", cells));
    }
  }
}
