package dev.trainyard.trainer.data;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.trainer.TrainingFailure;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The images of a dataset: {@code train/<class>/…} and {@code test/<class>/…}.
 *
 * @param root the dataset's folder
 * @param classes names of the classes, sorted; a sample's label is the index into it
 * @param train images to learn from, sorted by class and path
 * @param test images to measure with, sorted by class and path
 */
public record DatasetFolder(
    Path root, List<String> classes, List<Sample> train, List<Sample> test) {

  /**
   * One labelled image.
   *
   * @param file where it lies
   * @param label index of its class
   */
  public record Sample(Path file, int label) {}

  public DatasetFolder {
    classes = List.copyOf(classes);
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /**
   * Finds the images.
   *
   * @param extensions file name extensions that count as images, lower case, with the dot
   * @throws TrainingFailure {@code DATASET_ERROR} if the folder is no dataset to train with
   */
  public static DatasetFolder scan(Path root, Collection<String> extensions) {
    try {
      var trainFolder = root.resolve("train");
      var testFolder = root.resolve("test");
      requireFolder(trainFolder);
      requireFolder(testFolder);
      var classes = subfolders(trainFolder);
      var unknown = new ArrayList<>(subfolders(testFolder));
      unknown.removeAll(new HashSet<>(classes));
      if (classes.size() < 2) {
        throw failure(
            "the train set needs a folder for each of at least 2 classes, found " + classes.size(),
            classes);
      }
      if (!unknown.isEmpty()) {
        throw failure(
            "the test set has classes that the train set lacks; add images of them to the train"
                + " set or remove them",
            unknown);
      }
      var train = samples(trainFolder, classes, extensions);
      var test = samples(testFolder, classes, extensions);
      requireImages("train", train, extensions);
      requireImages("test", test, extensions);
      requireAllClasses(classes, train);
      return new DatasetFolder(root, classes, train, test);
    } catch (IOException e) {
      throw new TrainingFailure(
          FailureCause.DATASET_ERROR, "the dataset cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * One part of a dataset.
   *
   * @param classes names of the classes; a sample's label is the index into it
   * @param samples sorted by class and path
   */
  public record Part(List<String> classes, List<Sample> samples) {
    public Part {
      classes = List.copyOf(classes);
      samples = List.copyOf(samples);
    }
  }

  /**
   * Finds the images of one part, for a model that knows its classes.
   *
   * @param part {@code test}, {@code train}, …
   * @param known the model's classes in index order; empty for those of the dataset, sorted
   * @param extensions file name extensions that count as images, lower case, with the dot
   * @throws TrainingFailure {@code DATASET_ERROR} if there is nothing to measure with, or images
   *     are of classes that the model does not know
   */
  public static Part part(
      Path root, String part, List<String> known, Collection<String> extensions) {
    try {
      var folder = root.resolve(part);
      requireFolder(folder);
      var train = root.resolve("train");
      var classes = known.isEmpty() ? subfolders(Files.isDirectory(train) ? train : folder) : known;
      var unknown = new ArrayList<>(subfolders(folder));
      unknown.removeAll(new HashSet<>(classes));
      if (!unknown.isEmpty()) {
        throw failure("the " + part + " set has classes that the model does not know", unknown);
      }
      var samples = samples(folder, classes, extensions);
      requireImages(part, samples, extensions);
      return new Part(classes, samples);
    } catch (IOException e) {
      throw new TrainingFailure(
          FailureCause.DATASET_ERROR, "the dataset cannot be read: " + e.getMessage(), e);
    }
  }

  /** Classes of which the test set has no image. */
  List<String> untestedClasses() {
    return without(classes, test);
  }

  /** What a user should know of this dataset before it is trained with; may be empty. */
  public List<String> notices() {
    return DatasetNotices.of(this);
  }

  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw failure("the dataset has no folder " + folder.getFileName(), List.of());
    }
  }

  private static void requireImages(
      String part, List<Sample> samples, Collection<String> extensions) {
    if (samples.isEmpty()) {
      throw failure(
          "the %s set has no image with an allowed file name extension (%s)"
              .formatted(part, String.join(" ", extensions)),
          List.of());
    }
  }

  private static void requireAllClasses(List<String> classes, List<Sample> train) {
    var empty = without(classes, train);
    if (!empty.isEmpty()) {
      throw failure(
          "the train set has classes without an image; add images or remove their folders", empty);
    }
  }

  private static List<String> without(List<String> classes, List<Sample> samples) {
    var found = new HashSet<Integer>();
    samples.forEach(sample -> found.add(sample.label()));
    return IntStream.range(0, classes.size())
        .filter(label -> !found.contains(label))
        .mapToObj(classes::get)
        .toList();
  }

  private static List<String> subfolders(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .filter(name -> !hidden(name))
          .sorted()
          .toList();
    }
  }

  private static List<Sample> samples(
      Path folder, List<String> classes, Collection<String> extensions) throws IOException {
    var samples = new ArrayList<Sample>();
    for (int label = 0; label < classes.size(); label++) {
      var classFolder = folder.resolve(classes.get(label));
      if (!Files.isDirectory(classFolder)) {
        continue;
      }
      try (var files = Files.walk(classFolder, FileVisitOption.FOLLOW_LINKS)) {
        int classLabel = label;
        files
            .filter(Files::isRegularFile)
            .filter(file -> isImage(file.getFileName().toString(), extensions))
            .sorted()
            .forEach(file -> samples.add(new Sample(file, classLabel)));
      }
    }
    return samples;
  }

  private static boolean isImage(String name, Collection<String> extensions) {
    int dot = name.lastIndexOf('.');
    return dot >= 0
        && !hidden(name)
        && extensions.contains(name.substring(dot).toLowerCase(Locale.ROOT));
  }

  private static boolean hidden(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  private static TrainingFailure failure(String message, List<String> details) {
    return new TrainingFailure(FailureCause.DATASET_ERROR, message, details);
  }
}
