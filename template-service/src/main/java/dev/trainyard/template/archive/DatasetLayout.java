package dev.trainyard.template.archive;

import dev.trainyard.contracts.training.TrainingParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the images of a dataset in {@code train/<class>/} and {@code test/<class>/}, or, where
 * there are no such sets, in {@code <class>/}, and entries that no archive should have. Not
 * thread-safe.
 */
final class DatasetLayout {
  static final String TRAIN = "train";
  static final String TEST = "test";
  private static final int MAX_CLASS_NAME_CHARACTERS = 100;
  private static final TestSplit ONE_IMAGE = new TestSplit(0.1, 0);
  private static final Set<String> SYSTEM_FILES = Set.of(".ds_store", "thumbs.db", "desktop.ini");

  private final TestSplit split;
  private final Findings findings;
  private final EntryRules rules;
  private final ClassRules classes;
  private final List<DatasetImage> images = new ArrayList<>();
  private final Map<String, List<ZipItem>> undivided = new TreeMap<>();
  private final Set<String> misplacedTops = new TreeSet<>();
  private final Set<String> refusedClasses = new HashSet<>();
  private boolean isDivided;

  /**
   * @param split how images without sets are divided
   */
  DatasetLayout(int fewImages, TestSplit split, Findings findings) {
    this.split = split;
    this.findings = findings;
    this.rules = new EntryRules(findings);
    this.classes = new ClassRules(fewImages, findings);
  }

  /** Puts into the findings why an image that comes by itself could not be in a dataset. */
  static void checkPlace(String path, Findings findings) {
    var layout = new DatasetLayout(0, ONE_IMAGE, findings);
    layout.add(ZipItem.file(path, 0));
    layout.divide();
    if (layout.images.isEmpty() && !findings.hasErrors()) {
      findings.add(
          ProblemCode.UNUSABLE_NAME,
          EntryRules.printable(path),
          "is not the name of an image; give it one with the ending of its format: "
              + String.join(" ", TrainingParameters.SUPPORTED_EXTENSIONS));
    }
  }

  /** Sorts one entry in. */
  void add(ZipItem item) {
    if (rules.accept(item) && !item.isFolder() && !isSystemFile(item.name())) {
      addFile(item, item.name().split("/"));
    }
  }

  /** The images that were found; to be called after {@link #classes()}. */
  List<DatasetImage> images() {
    return images;
  }

  /** Whether the archive had no sets, and its images were divided here. */
  boolean isDivided() {
    return isDivided;
  }

  /**
   * The classes that were found; missing ones go into the findings. To be called once, when every
   * entry was added.
   */
  List<ClassCount> classes() {
    rules.refuseFilesWithChildren();
    if (classes.isEmpty()) {
      divide();
    } else {
      ignoreUndivided();
    }
    return classes.classes(misplacedTops);
  }

  private void addFile(ZipItem item, String[] path) {
    var name = item.name();
    if (!isImage(name)) {
      if (!path[path.length - 1].toLowerCase(Locale.ROOT).startsWith("readme")) {
        findings.add(ProblemCode.NOT_AN_IMAGE, name, "not an image file, ignored");
      }
      return;
    }
    var isSplit = path[0].equals(TRAIN) || path[0].equals(TEST);
    if (isSplit && path.length == 3 && isClassName(path[0] + "/", path[1])) {
      place(new DatasetImage(item, path[0].equals(TEST), path[1]));
    } else if (!isSplit && path.length == 2) {
      undivided.computeIfAbsent(path[0], none -> new ArrayList<>()).add(item);
    } else if (!isSplit || path.length != 3) {
      ignore(name, path, isSplit);
    }
  }

  private void place(DatasetImage image) {
    images.add(image);
    classes.count(image);
  }

  private void ignore(String name, String[] path, boolean isSplit) {
    if (path.length > 1 && !isSplit) {
      misplacedTops.add(path[0]);
    }
    findings.add(ProblemCode.IGNORED_FILE, name, "not in train/<class>/ or test/<class>/, ignored");
  }

  private boolean isClassName(String folder, String name) {
    if (name.length() <= MAX_CLASS_NAME_CHARACTERS && name.equals(name.strip())) {
      return true;
    }
    // Once for the folder, not for each of its images.
    if (refusedClasses.add(folder + name)) {
      findings.add(
          ProblemCode.CLASS_NAME,
          folder + name,
          "is no class name: at most %d characters, no space at the ends"
              .formatted(MAX_CLASS_NAME_CHARACTERS));
    }
    return false;
  }

  private void divide() {
    for (var entry : undivided.entrySet()) {
      if (isClassName("", entry.getKey())) {
        split.divide(entry.getKey(), entry.getValue()).forEach(this::place);
        isDivided = true;
      }
    }
  }

  /** Beside the sets there are no classes. */
  private void ignoreUndivided() {
    for (var items : undivided.values()) {
      items.forEach(item -> ignore(item.name(), item.name().split("/"), false));
    }
  }

  private static boolean isSystemFile(String name) {
    var last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.startsWith("__MACOSX/") || last.startsWith("._") || SYSTEM_FILES.contains(last);
  }

  private static boolean isImage(String name) {
    var dot = name.lastIndexOf('.');
    return dot >= 0
        && TrainingParameters.SUPPORTED_EXTENSIONS.contains(
            name.substring(dot).toLowerCase(Locale.ROOT));
  }
}
