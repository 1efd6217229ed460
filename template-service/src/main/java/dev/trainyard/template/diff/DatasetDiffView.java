package dev.trainyard.template.diff;

import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.archive.ZipItem;
import dev.trainyard.template.dataset.DatasetView;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What differs between two datasets, as clients see it. */
@Schema(
    name = "DatasetDiff",
    examples =
        "{\"before\": {\"id\": \"019aa000-0000-7000-8000-000000000002\", \"name\": \"digits\","
            + " \"version\": 1}, \"after\": {\"id\": \"019aa000-0000-7000-8000-000000000003\","
            + " \"name\": \"digits\", \"version\": 2}, \"classes\": [{\"name\": \"0\","
            + " \"trainImagesBefore\": 100, \"trainImagesAfter\": 101, \"testImagesBefore\": 30,"
            + " \"testImagesAfter\": 29}], \"unchanged\": 1299, \"added\": {\"total\": 0,"
            + " \"items\": []}, \"removed\": {\"total\": 0, \"items\": []}, \"changed\":"
            + " {\"total\": 0, \"items\": []}, \"moved\": {\"total\": 1, \"items\": [{\"from\":"
            + " \"test/0/7.png\", \"to\": \"train/0/7.png\", \"otherSet\": true, \"otherClass\":"
            + " false}]}}")
public record DatasetDiffView(
    @Schema(description = "The dataset that is compared with.") Version before,
    @Schema(description = "The dataset that was asked for.") Version after,
    @Schema(description = "Classes of either, sorted by name.") List<ClassDiff> classes,
    @Schema(description = "Files with the same content at the same path.") int unchanged,
    @Schema(description = "Files with content that was not there before.") DiffList<File> added,
    @Schema(description = "Files with content that is not there any more.") DiffList<File> removed,
    @Schema(description = "Other content at the same path.") DiffList<ChangedFile> changed,
    @Schema(description = "The same content at another path.") DiffList<MovedFile> moved) {

  /** A dataset. */
  @Schema(name = "DatasetVersion")
  public record Version(UUID id, String name, Integer version) {
    private static Version of(DatasetView dataset) {
      return new Version(dataset.id(), dataset.name(), dataset.version());
    }
  }

  /** Counts of a class; 0 where there is no such class. */
  @Schema(name = "DatasetDiffClass")
  public record ClassDiff(
      String name,
      int trainImagesBefore,
      int trainImagesAfter,
      int testImagesBefore,
      int testImagesAfter) {}

  /** A file that came or went. */
  @Schema(name = "DatasetDiffFile")
  public record File(String path, long sizeBytes) {
    private static File of(ZipItem item) {
      return new File(item.name(), item.uncompressedBytes());
    }
  }

  /** A file with other content. */
  @Schema(name = "DatasetDiffChangedFile")
  public record ChangedFile(String path, long sizeBytesBefore, long sizeBytesAfter) {
    private static ChangedFile of(FileDiff.Pair pair) {
      return new ChangedFile(
          pair.after().name(), pair.before().uncompressedBytes(), pair.after().uncompressedBytes());
    }
  }

  /**
   * A file at another path.
   *
   * @param otherSet it went from the train set to the test set, or back
   * @param otherClass its label is another one
   */
  @Schema(name = "DatasetDiffMovedFile")
  public record MovedFile(String from, String to, boolean otherSet, boolean otherClass) {
    private static MovedFile of(FileDiff.Pair pair) {
      var from = pair.before().name();
      var to = pair.after().name();
      return new MovedFile(from, to, isOther(0, from, to), isOther(1, from, to));
    }

    private static boolean isOther(int folder, String from, String to) {
      var old = from.split("/");
      var now = to.split("/");
      return old.length == 3 && now.length == 3 && !old[folder].equals(now[folder]);
    }
  }

  /**
   * @param limit how many of each list are told
   */
  static DatasetDiffView of(DatasetView before, DatasetView after, FileDiff files, int limit) {
    return new DatasetDiffView(
        Version.of(before),
        Version.of(after),
        classes(before.classes(), after.classes()),
        files.unchanged(),
        first(files.added(), limit, File::of),
        first(files.removed(), limit, File::of),
        first(files.changed(), limit, ChangedFile::of),
        first(files.moved(), limit, MovedFile::of));
  }

  private static List<ClassDiff> classes(List<ClassCount> before, List<ClassCount> after) {
    var old = byName(before);
    var now = byName(after);
    var names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .map(
            name -> {
              var none = new ClassCount(name, 0, 0);
              var was = old.getOrDefault(name, none);
              var is = now.getOrDefault(name, none);
              return new ClassDiff(
                  name, was.trainImages(), is.trainImages(), was.testImages(), is.testImages());
            })
        .toList();
  }

  private static Map<String, ClassCount> byName(List<ClassCount> classes) {
    return classes.stream().collect(Collectors.toMap(ClassCount::name, Function.identity()));
  }

  private static <F, T> DiffList<T> first(List<F> all, int limit, Function<F, T> view) {
    return new DiffList<>(all.size(), all.stream().limit(limit).map(view).toList());
  }
}
