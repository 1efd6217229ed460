package dev.trainyard.registry.card;

import dev.trainyard.contracts.model.ModelOrigin;
import dev.trainyard.registry.archive.ClassFigures;
import dev.trainyard.registry.model.ModelFacts;
import dev.trainyard.registry.model.ModelView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a person should know before using a model; written with all that the registry knows. */
public final class ModelCard {
  /** A wider matrix does not fit on a page. */
  private static final int MAX_MATRIX_CLASSES = 30;

  private static final List<String> FACTS = List.of("Fact", "Value");
  private static final List<String> CLASS_COLUMNS =
      List.of("Class", "Output", "Test images", "Precision", "Recall", "F1", "Average precision");

  /** Facts of the provenance that the card begins with. */
  private static final Set<String> AT_THE_TOP =
      Set.of("modelType", "architecture", "baseModel", "imageSize");

  private final ModelFacts facts;
  private final ModelView model;
  private final CardWriter out;

  private ModelCard(ModelFacts facts, CardWriter out) {
    this.facts = facts;
    this.model = facts.view();
    this.out = out;
  }

  /** The card as Markdown. */
  public static String markdown(ModelFacts facts) {
    var out = new MarkdownWriter();
    write(facts, out);
    return out.document();
  }

  static void write(ModelFacts facts, CardWriter out) {
    var card = new ModelCard(facts, out);
    card.model();
    card.gate();
    card.intendedUse();
    card.limits();
    card.metrics();
    card.classes();
    card.confusionMatrix();
    card.dataset();
    card.parameters();
    card.provenance();
  }

  private void model() {
    out.title("%s, version %d".formatted(model.name(), model.version()));
    if (model.description() != null) {
      Stream.of(model.description().split("\\R\\s*\\R"))
          .filter(text -> !text.isBlank())
          .forEach(out::paragraph);
    }
    var rows = new LinkedHashMap<String, Object>();
    rows.put("Aliases", joined(model.aliases()));
    rows.put("Tags", joined(model.tags()));
    rows.put("Origin", model.origin() == ModelOrigin.IMPORTED ? "imported" : null);
    rows.put("Model type", model.modelType());
    rows.put("Architecture", model.architecture());
    rows.put("Base model", model.baseModel());
    rows.put("Classes", model.classes().size());
    rows.put("Input", "images of %1$d × %1$d pixels".formatted(model.imageSize()));
    facts(rows);
  }

  private void gate() {
    if (model.gateReasons() != null) {
      out.section("Rejected by the gate");
      out.bullets(model.gateReasons());
    }
  }

  private void intendedUse() {
    out.section("Intended use");
    out.paragraph(
        "A %s of images of documents: it puts each image into one of %d classes: %s."
            .formatted(
                model.modelType(), model.classes().size(), CardLimits.enumerated(model.classes())));
  }

  private void limits() {
    out.section("Limits");
    out.bullets(CardLimits.of(facts));
  }

  private void metrics() {
    out.section("Figures on the test set");
    if (model.metrics().isEmpty()) {
      out.paragraph("None are known.");
      return;
    }
    out.table(
        List.of("Figure", "Value"),
        model.metrics().entrySet().stream()
            .map(
                entry -> List.of(CardText.label(entry.getKey()), CardText.figure(entry.getValue())))
            .toList());
  }

  private void classes() {
    out.section("Classes");
    var perClass = facts.evaluation().perClass();
    var rows = new ArrayList<List<String>>();
    for (var name : model.classes()) {
      var row = new ArrayList<>(List.of(name, String.valueOf(rows.size())));
      if (!perClass.isEmpty()) {
        row.addAll(figures(perClass.get(name)));
      }
      rows.add(row);
    }
    out.table(perClass.isEmpty() ? CLASS_COLUMNS.subList(0, 2) : CLASS_COLUMNS, rows);
  }

  private static List<String> figures(ClassFigures figures) {
    return figures == null
        ? Collections.nCopies(CLASS_COLUMNS.size() - 2, CardText.UNKNOWN)
        : List.of(
            CardText.value(figures.support()),
            CardText.figure(figures.precision()),
            CardText.figure(figures.recall()),
            CardText.figure(figures.f1()),
            CardText.figure(figures.averagePrecision()));
  }

  private void confusionMatrix() {
    var matrix = facts.evaluation().confusionMatrix();
    if (matrix.isEmpty()) {
      return;
    }
    out.section("Confusion matrix");
    if (matrix.size() > MAX_MATRIX_CLASSES) {
      out.paragraph("It has %d classes; see config.yaml.".formatted(matrix.size()));
      return;
    }
    out.paragraph("A row for each true class, a column for each predicted one.");
    var header = new ArrayList<>(List.of("True class"));
    header.addAll(model.classes());
    var rows = new ArrayList<List<String>>();
    for (var counts : matrix) {
      var row = new ArrayList<>(List.of(model.classes().get(rows.size())));
      counts.forEach(count -> row.add(String.valueOf(count)));
      rows.add(row);
    }
    out.table(header, rows);
  }

  private void dataset() {
    out.section("Dataset");
    var rows = new LinkedHashMap<String, Object>();
    facts.provenance().entrySet().stream()
        .filter(fact -> isOfDataset(fact.getKey()))
        .forEach(fact -> rows.put(CardText.label(fact.getKey()), fact.getValue()));
    facts(rows);
  }

  private void parameters() {
    out.section("Training parameters");
    var rows = new LinkedHashMap<String, Object>();
    facts.parameters().forEach((name, value) -> rows.put(CardText.label(name), value));
    facts(rows);
  }

  private void provenance() {
    out.section("Provenance");
    var rows = new LinkedHashMap<String, Object>();
    facts.provenance().entrySet().stream()
        .filter(fact -> !isOfDataset(fact.getKey()) && !AT_THE_TOP.contains(fact.getKey()))
        .forEach(fact -> rows.put(CardText.label(fact.getKey()), fact.getValue()));
    var config = model.config();
    rows.put("Training started", config.path("training").get("startedAt"));
    rows.put("Training finished", config.path("training").get("finishedAt"));
    rows.put("Registered", model.createdAt());
    rows.put("Ready", model.readyAt());
    rows.put("Model id", model.id());
    rows.put("Archive size in bytes", model.sizeBytes());
    rows.put("Archive SHA-256", model.sha256());
    rows.put("model.pth size in bytes", config.path("model").get("sizeBytes"));
    rows.put("model.pth SHA-256", config.path("model").get("sha256"));
    facts(rows);
  }

  private void facts(Map<String, Object> facts) {
    var rows =
        facts.entrySet().stream()
            .filter(fact -> fact.getValue() != null)
            .map(fact -> List.of(fact.getKey(), CardText.value(fact.getValue())))
            .toList();
    if (rows.isEmpty()) {
      out.paragraph("Not known.");
    } else {
      out.table(FACTS, rows);
    }
  }

  private static boolean isOfDataset(String fact) {
    return fact.startsWith("dataset") || fact.equals("trainImages") || fact.equals("testImages");
  }

  private static String joined(List<String> names) {
    return names.isEmpty() ? null : String.join(", ", names);
  }
}
