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
import java.util.regex.Pattern;

/**
 * Finds the images of a dataset in {@code train/<class>/} and {@code test/<class>/}, or, where
 * there are no such sets, in {@code <class>/}, and entries that no archive should have. Not
 * thread-safe.
 */
final class DatasetLayout {
  static final String TRAIN = "train";
  static final String TEST = "test";
  private static final int MAX_CLASS_NAME_CHARACTERS = 100;

  /** How many times larger than the smallest class the largest may be without a word. */
  private static final int UNBALANCED = 10;

  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");
  private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");
  private static final Set<String> SYSTEM_FILES = Set.of(".ds_store", "thumbs.db", "desktop.ini");

  private final int fewImages;
  private final TestSplit split;
  private final Findings findings;
  private final List<DatasetImage> images = new ArrayList<>();
  private final Map<String, List<ZipItem>> undivided = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> misplacedTops = new TreeSet<>();
  private final Map<String, Integer> train = new TreeMap<>();
  private final Map<String, Integer> test = new TreeMap<>();
  private boolean isDivided;

  /**
   * @param split how images without sets are divided
   */
  DatasetLayout(int fewImages, TestSplit split, Findings findings) {
    this.fewImages = fewImages;
    this.split = split;
    this.findings = findings;
  }

  /** Sorts one entry in. */
  void add(ZipItem item) {
    var name = item.name();
    var refusal = refusalOf(item);
    if (refusal != null) {
      findings.violation(printable(name), refusal);
    } else if (!item.isFolder() && !isSystemFile(name)) {
      addFile(item, name.split("/"));
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
    if (train.isEmpty() && test.isEmpty()) {
      divide();
    } else {
      ignoreUndivided();
    }
    requireImages(TRAIN, train);
    requireImages(TEST, test);
    for (var name : test.keySet()) {
      if (!train.isEmpty() && !train.containsKey(name)) {
        findings.violation(TEST + "/" + name, "is a class without images in " + TRAIN + "/" + name);
      }
    }
    for (var name : train.keySet()) {
      if (!test.isEmpty() && !test.containsKey(name)) {
        findings.warning(
            TRAIN + "/" + name + ": no images in " + TEST + "/" + name + ", so it is not measured");
      }
    }
    warnOfFewImages();
    if (train.size() == 1) {
      findings.warning("There is one class only: every image will be classified as it.");
    }
    return train.entrySet().stream()
        .map(
            entry ->
                new ClassCount(
                    entry.getKey(), entry.getValue(), test.getOrDefault(entry.getKey(), 0)))
        .toList();
  }

  private void warnOfFewImages() {
    for (var entry : train.entrySet()) {
      if (entry.getValue() < fewImages) {
        findings.warning(
            "%s/%s: %d images only; a class wants at least %d to be learned well"
                .formatted(TRAIN, entry.getKey(), entry.getValue(), fewImages));
      }
    }
    var most = train.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    train.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .filter(least -> most >= (long) UNBALANCED * least.getValue())
        .ifPresent(
            least ->
                findings.warning(
                    "The classes are unbalanced: the largest has %d images to learn from, %s has %d."
                        .formatted(most, least.getKey(), least.getValue())));
  }

  private String refusalOf(ZipItem item) {
    var name = item.name();
    if (name.isEmpty() || CONTROL_CHARACTER.matcher(name).find()) {
      return "has no name, or control characters in it";
    }
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      return "has an absolute path; paths must be relative to the archive";
    }
    if (name.contains("\\")) {
      return "has a backslash in its path; pack it with a tool that writes /";
    }
    for (var part : name.split("/")) {
      if (part.equals("..") || part.equals(".") || part.isEmpty()) {
        return "has a path that leads outside the archive or is ambiguous";
      }
    }
    if (item.isSpecial()) {
      return "is a symbolic link or a special file; only files and folders are allowed";
    }
    if (item.encrypted()) {
      return "is encrypted; pack it without a password";
    }
    if (!item.isFolder() && !item.hasKnownMethod()) {
      return "is compressed by a method other than deflate";
    }
    return item.isFolder() || names.add(name) ? null : "is in the archive twice";
  }

  private void addFile(ZipItem item, String[] path) {
    var name = item.name();
    if (!isImage(name)) {
      if (!path[path.length - 1].toLowerCase(Locale.ROOT).startsWith("readme")) {
        findings.warning(name + ": not an image file, ignored");
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
    (image.test() ? test : train).merge(image.className(), 1, Integer::sum);
  }

  private void ignore(String name, String[] path, boolean isSplit) {
    if (path.length > 1 && !isSplit) {
      misplacedTops.add(path[0]);
    }
    findings.warning(name + ": not in train/<class>/ or test/<class>/, ignored");
  }

  private boolean isClassName(String folder, String name) {
    if (name.length() <= MAX_CLASS_NAME_CHARACTERS && name.equals(name.strip())) {
      return true;
    }
    findings.violation(
        folder + name,
        "is no class name: at most %d characters, no space at the ends"
            .formatted(MAX_CLASS_NAME_CHARACTERS));
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

  private void requireImages(String set, Map<String, Integer> found) {
    if (found.isEmpty()) {
      var hint =
          misplacedTops.isEmpty()
              ? ""
              : "; found " + String.join(", ", misplacedTops) + " at the top of the archive";
      findings.violation(
          set,
          "has no images; put them into "
              + set
              + "/<class>/ in the archive, or all into <class>/ to have them divided"
              + hint);
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

  private static String printable(String name) {
    return name.isEmpty() ? "archive" : CONTROL_CHARACTER.matcher(name).replaceAll("?");
  }
}
