package dev.trainyard.registry.card;

import static dev.trainyard.registry.model.MeasuredModels.figures;
import static dev.trainyard.registry.model.MeasuredModels.ready;
import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static dev.trainyard.registry.model.RegistryClient.update;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;

import dev.trainyard.registry.model.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a person reads of a model. */
@RegistryTest
class ModelCardIT {
  private static final Map<String, ?> MEASURED =
      Map.of(
          "classes",
          List.of("contract", "invoice", "receipt"),
          "metrics",
          Map.of(
              "perClass",
              List.of(
                  figures("contract", 40, 0.9, 0.75, 0.85, 0.91),
                  figures("invoice", 30, 0.7, 1.0, 0.65, 0.7512),
                  figures("receipt", 5, 1.0, 1.0, 1.0, 1.0)),
              "confusionMatrix",
              List.of(List.of(30, 10, 0), List.of(0, 30, 0), List.of(0, 0, 5))),
          "parameters",
          Map.of(
              "iterations",
              150,
              "learningRate",
              0.00003,
              "allowedExtensions",
              List.of(".png", ".tif")),
          "lineage",
          Map.of(
              "datasetName",
              "scans",
              "datasetDigest",
              "abc",
              "machineName",
              "gpu-1",
              "templateRevision",
              4),
          "training",
          Map.of("trainImages", 1000, "testImages", 75, "startedAt", "2026-11-23T15:00:00Z"),
          "versions",
          Map.of("trainer", "1.0"));

  @Test
  void tellsAllThatIsKnown() {
    var request = aModel().with("metrics", Map.of("accuracy", 0.8667, "iteration", 150));
    var id = ready(request, MEASURED);
    update(
        id,
        Map.of("description", "For the post room.\n\nNot for letters.", "tags", List.of("post")));
    point("champion", id);

    var card = markdown(id).extract().asString();

    assertThat(card)
        .startsWith("# digits, version 1\n\nFor the post room.\n\nNot for letters.\n\n")
        .contains(
            "| Aliases | champion |",
            "| Tags | post |",
            "| Architecture | resnet18 |",
            "| Base model | base-resnet18 |",
            "| Input | images of 224 × 224 pixels |",
            "A classifier of images of documents: it puts each image into one of 3 classes:"
                + " contract, invoice, receipt.",
            "| Accuracy | 0.8667 |",
            "| Iteration | 150 |",
            "| Class | Output | Test images | Precision | Recall | F1 | Average precision |",
            "| invoice | 1 | 30 | 0.7000 | 1.0000 | 0.6500 | 0.7512 |",
            "| True class | contract | invoice | receipt |",
            "| contract | 30 | 10 | 0 |",
            "| Dataset name | scans |",
            "| Dataset version | 3 |",
            "| Dataset digest | abc |",
            "| Train images | 1000 |",
            "| Test images | 75 |",
            "| Iterations | 150 |",
            "| Learning rate | 3.0E-5 |",
            "| Allowed extensions | .png, .tif |",
            "| Project name | post |",
            "| Template revision | 4 |",
            "| Process id | " + request.body().get("processId") + " |",
            "| Attempt | 1 |",
            "| Machine name | gpu-1 |",
            "| Trainer version | 1.0 |",
            "| Training started | 2026-11-23T15:00:00Z |",
            "| Archive SHA-256 | " + get("/models/" + id).extract().path("sha256") + " |",
            "| Model id | " + id + " |");
    assertThat(Arrays.stream(card.split("\n")).filter(line -> line.startsWith("## ")))
        .containsExactly(
            "## Intended use",
            "## Limits",
            "## Figures on the test set",
            "## Classes",
            "## Confusion matrix",
            "## Dataset",
            "## Training parameters",
            "## Provenance");
  }

  @Test
  void saysInWordsWhatTheFiguresMean() {
    assertThat(limits(ready(aModel(), MEASURED)))
        .containsExactly(
            "- An image of none of the classes is put into one of them all the same.",
            "- Fewer than 20 test images, so that the figures are rough: receipt (5).",
            "- Lowest average precision: “invoice”, with 0.7512.",
            "- Of 40 test images of “contract”, 10 were taken for “invoice”.");
  }

  @Test
  void saysWhatNothingIsKnownOf() {
    assertThat(limits(ready(aModel(), Map.of())))
        .containsExactly(
            "- An image of none of the classes is put into one of them all the same.",
            "- How well single classes are told is not known.");
    var untested =
        Map.of(
            "classes", List.of("a", "b"),
            "metrics",
                Map.of(
                    "perClass",
                    List.of(figures("a", 0, 0, 0, 0, 0), figures("b", 50, 1, 1, 1, 1))));
    assertThat(limits(ready(aModel(), untested)))
        .contains("- Without test images, so that nothing is known of how well it is told: a.")
        .noneMatch(line -> line.contains("Lowest"));
  }

  @Test
  void staysReadableWithManyClasses() {
    var names = IntStream.range(0, 40).mapToObj(index -> "class" + index).toList();
    var row = Collections.nCopies(40, 1);
    var id =
        ready(
            aModel(),
            Map.of(
                "classes",
                names,
                "metrics",
                Map.of("confusionMatrix", Collections.nCopies(40, row))));

    var card = markdown(id).extract().asString();

    assertThat(card)
        .contains("one of 40 classes: class0, class1,", "class9, 30 more.")
        .contains("It has 40 classes; see config.yaml.")
        .contains("| class39 | 39 |");
  }

  @Test
  void keepsItsShapeWhateverIsInIt() {
    var hostile = "|a|`b`\\|<script>alert(1)</script>[x](javascript:y)";
    var id =
        ready(
            aModel()
                .with("projectName", hostile)
                .with("templateName", "\n\n# heading\n| a | b |\n\t<img src=x onerror=y>")
                .with("baseModel", hostile)
                .with("metrics", Map.of(hostile, 1)),
            Map.of(
                "classes", List.of(hostile, "# b", "<b>c</b>"),
                "metrics", Map.of("perClass", List.of(figures(hostile, 1, 1, 1, 1, 1))),
                "lineage", Map.of(hostile, hostile),
                "parameters", Map.of(hostile, List.of(hostile, Map.of(hostile, hostile)))));
    update(
        id, Map.of("description", "# heading\n\n- item\n\n| a |\n\n```\n\n<script>\n" + hostile));

    var card = markdown(id).extract().asString();
    assertThat(card).doesNotContain("<", "\n# heading", "\n- item", "\n```");
    assertTablesAreWhole(card);

    var page = html(id).extract().asString();
    assertThat(page).doesNotContain("<script", "<img", "<b>").contains("&lt;script&gt;alert(1)");
    assertThat(Pattern.compile("<td>|<th>").matcher(page).results().count())
        .isEqualTo(Pattern.compile("</td>|</th>").matcher(page).results().count());
  }

  /** Every row has as many cells as the two lines above the rows. */
  private static void assertTablesAreWhole(String card) {
    var cell = Pattern.compile("(?:\\\\.|[^|\\\\])+");
    for (var block : card.split("\n\n")) {
      if (block.startsWith("|")) {
        var widths = block.lines().map(line -> cell.matcher(line).results().count()).distinct();
        assertThat(widths).as(block).hasSize(1);
      }
    }
  }

  @Test
  void comesAsMarkdownUnlessHtmlIsLikedBetter() {
    var id = ready(aModel(), MEASURED);

    card(id, "*/*").contentType(equalToIgnoringCase("text/markdown;charset=UTF-8"));
    card(id, "text/*").contentType(containsString("text/markdown"));
    card(id, "text/html;q=0.5, text/markdown").contentType(containsString("text/markdown"));
    card(id, "text/html, text/markdown;q=0.5").contentType(containsString("text/html"));
    card(id, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .contentType(equalToIgnoringCase("text/html;charset=UTF-8"))
        .body(containsString("<h1>digits, version 1</h1>"));
    card(id, "application/json").statusCode(406).contentType("application/problem+json");
  }

  @Test
  void letsBrowsersRunNothing() {
    html(ready(aModel(), MEASURED))
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Vary", containsString("Accept"));
  }

  @Test
  void isOfReadyModelsOnly() {
    var pending = registered(aModel()).getString("id");

    card(pending, "*/*")
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", endsWith("model-pending"));
    card(pending, "text/html").statusCode(409).contentType("application/problem+json");
    card(UUID.randomUUID().toString(), "text/html").statusCode(404);
  }

  private static ValidatableResponse markdown(String id) {
    return card(id, "text/markdown").statusCode(200);
  }

  private static ValidatableResponse html(String id) {
    return card(id, "text/html").statusCode(200);
  }

  private static ValidatableResponse card(String id, String accept) {
    return given().header("Accept", accept).get("/api/v1/models/" + id + "/card").then();
  }

  private static List<String> limits(String id) {
    var card = markdown(id).extract().asString();
    return card.substring(card.indexOf("## Limits"), card.indexOf("## Figures"))
        .lines()
        .filter(line -> line.startsWith("- "))
        .toList();
  }
}
