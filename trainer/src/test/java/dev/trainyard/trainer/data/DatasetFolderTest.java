package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.trainer.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFolderTest {
  private static final List<String> EXTENSIONS = List.of(".png", ".jpg");

  @TempDir Path root;

  @Test
  void findsImagesInClassesSortedByName() throws IOException {
    file("train/b/1.png");
    file("train/a/deep/er/2.JPG");
    file("train/a/notes.txt");
    file("train/a/.hidden.png");
    file("train/.git/3.png");
    file("test/a/4.png");

    var dataset = DatasetFolder.scan(root, EXTENSIONS);

    assertThat(dataset.classes()).containsExactly("a", "b");
    assertThat(dataset.train()).extracting(DatasetFolder.Sample::label).containsExactly(0, 1);
    assertThat(dataset.test()).hasSize(1);
    assertThat(dataset.untestedClasses()).containsExactly("b");
  }

  @Test
  void refusesWhatCannotBeTrainedWith() throws IOException {
    assertRefused("no folder train");
    file("train/a/1.png");
    assertRefused("no folder test");
    file("test/a/1.png");
    assertRefused("at least 2 classes");
    file("train/b/1.png");
    file("test/c/1.png");
    assertRefused("classes that the train set lacks");
  }

  @Test
  void refusesSetsWithoutImages() throws IOException {
    file("train/a/1.png");
    file("train/b/1.png");
    file("test/a/1.gif");
    assertRefused("the test set has no image");
  }

  @Test
  void refusesClassesWithoutImages() throws IOException {
    file("train/a/1.png");
    file("train/b/1.png");
    file("train/c/notes.txt");
    file("test/a/1.png");
    assertThatThrownBy(() -> DatasetFolder.scan(root, EXTENSIONS))
        .isInstanceOfSatisfying(
            TrainingFailure.class, failure -> assertThat(failure.details()).containsExactly("c"))
        .hasMessageContaining("classes without an image");
  }

  @Test
  void refusesAnEmptyDatasetAndASingleImage() throws IOException {
    Files.createDirectories(root.resolve("train"));
    Files.createDirectories(root.resolve("test"));
    assertRefused("at least 2 classes, found 0");
    file("train/a/1.png");
    assertRefused("at least 2 classes, found 1");
  }

  @Test
  void saysNothingOfAnOrdinaryDataset() throws IOException {
    for (String name : List.of("a", "b")) {
      file("train/" + name + "/1.png");
      file("train/" + name + "/2.png");
      file("test/" + name + "/1.png");
    }
    assertThat(DatasetFolder.scan(root, EXTENSIONS).notices()).isEmpty();
  }

  @Test
  void saysWhatIsOddAboutADataset() throws IOException {
    for (int i = 0; i < 20; i++) {
      file("train/many/%d.png".formatted(i));
    }
    file("train/few/1.png");
    file("train/few/2.png");
    file("train/one/1.png");
    file("test/many/1.png");
    var notices = DatasetFolder.scan(root, EXTENSIONS).notices();
    assertThat(notices).hasSize(3);
    assertThat(notices.get(0)).startsWith("the train set has a single image of class one;");
    assertThat(notices.get(1))
        .startsWith("the train set is unbalanced: 20 images of class many, 1 of class one;");
    assertThat(notices.get(2)).startsWith("no test images of class few, one;");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> DatasetFolder.scan(root, EXTENSIONS))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.failureCause()).isEqualTo(FailureCause.DATASET_ERROR))
        .hasMessageContaining(message);
  }

  private void file(String path) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }
}
