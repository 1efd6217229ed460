package dev.trainyard.template;

import static dev.trainyard.template.Archives.aDataset;
import static dev.trainyard.template.Archives.anArchive;
import static dev.trainyard.template.Archives.image;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.dataset.DatasetConfig;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What differs between two versions of a dataset. */
@QuarkusTest
@Backends
class DatasetDiffIT {
  @Inject ObjectStorage storage;
  @Inject DatasetConfig config;

  @Test
  void tellsWhatHappenedFromOneVersionToTheNext() {
    var project = Api.project();
    var moved = image("png", 40, 30);
    var relabelled = image("png", 41, 30);
    var renamed = image("png", 42, 30);
    var first =
        upload(
            project,
            "pages",
            aDataset()
                .file("train/letter/moved.png", moved)
                .file("train/letter/relabelled.png", relabelled)
                .file("train/letter/old.png", renamed)
                .file("train/letter/changed.png", image("png", 43, 30))
                .file("train/letter/gone.png", image("png", 44, 30))
                .bytes());
    var second =
        upload(
            project,
            "pages",
            aDataset()
                .file("test/letter/moved.png", moved)
                .file("train/invoice/relabelled.png", relabelled)
                .file("train/letter/new.png", renamed)
                .file("train/letter/changed.png", image("png", 43, 31))
                .file("train/letter/came.png", image("png", 45, 30))
                .images("train/form", 2)
                .bytes());
    Api.get("/api/v1/datasets/" + second + "/diff?against=" + first)
        .statusCode(200)
        .body("before.id", is(first), "before.version", is(1))
        .body("after.id", is(second), "after.version", is(2))
        .body("classes.name", contains("form", "invoice", "letter"))
        .body("classes.trainImagesBefore", contains(0, 1, 7))
        .body("classes.trainImagesAfter", contains(2, 2, 5))
        .body("classes.testImagesBefore", contains(0, 1, 1))
        .body("classes.testImagesAfter", contains(0, 1, 2))
        .body("unchanged", is(5))
        .body("added.total", is(3))
        .body(
            "added.items.path",
            contains("train/form/0.png", "train/form/1.png", "train/letter/came.png"))
        .body("removed.items.path", contains("train/letter/gone.png"))
        .body("changed.items.path", contains("train/letter/changed.png"))
        .body(
            "moved.items.from",
            contains(
                "train/letter/moved.png", "train/letter/relabelled.png", "train/letter/old.png"))
        .body(
            "moved.items.to",
            contains(
                "test/letter/moved.png", "train/invoice/relabelled.png", "train/letter/new.png"))
        .body("moved.items.otherSet", contains(true, false, false))
        .body("moved.items.otherClass", contains(false, true, false));
  }

  @Test
  void tellsTheFirstOfManyAndHowManyThereAre() {
    var project = Api.project();
    var first = upload(project, "few", aDataset().bytes());
    var second =
        upload(project, "many", anArchive().images("train/a", 30).images("test/a", 2).bytes());
    Api.get("/api/v1/datasets/" + second + "/diff?limit=3&against=" + first)
        .statusCode(200)
        .body("before.name", is("few"), "after.name", is("many"))
        .body("added.total", is(32), "added.items", hasSize(3))
        .body("removed.total", is(5), "removed.items", hasSize(3))
        .body("moved.items", empty());
  }

  @Test
  void refusesWhatCannotBeCompared() {
    var project = Api.project();
    var id = upload(project, "one", aDataset().bytes());
    var elsewhere = upload(Api.project(), "one", aDataset().bytes());
    var path = "/api/v1/datasets/" + id + "/diff";
    Api.get(path).statusCode(400);
    Api.get(path + "?against=none").statusCode(400).body("violations.field", contains("against"));
    Api.get(path + "?against=" + id)
        .statusCode(400)
        .body("violations.message", contains(containsString("another dataset")));
    Api.get(path + "?against=" + elsewhere)
        .statusCode(400)
        .body("violations.message", contains("must be a dataset of the same project"));
    for (var limit : new String[] {"0", "1001", "many"}) {
      Api.get(path + "?against=" + elsewhere + "&limit=" + limit).statusCode(400);
    }
    Api.get(path + "?against=" + UUID.randomUUID()).statusCode(404);
    Api.get("/api/v1/datasets/" + UUID.randomUUID() + "/diff?against=" + id).statusCode(404);
  }

  @Test
  void saysThatADatasetIsGoneWhenItsArchiveIs() {
    var project = Api.project();
    var first = upload(project, "pages", aDataset().bytes());
    var second = upload(project, "pages", aDataset().bytes());
    storage.remove(config.bucket(), project + "/" + first + ".zip");
    Api.get("/api/v1/datasets/" + second + "/diff?against=" + first).statusCode(404);
  }

  private static String upload(String project, String name, byte[] archive) {
    return Api.upload(project, name, archive).statusCode(201).extract().path("id");
  }
}
