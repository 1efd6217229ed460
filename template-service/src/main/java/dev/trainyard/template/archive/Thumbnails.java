package dev.trainyard.template.archive;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Small pictures of the first images of each class and set, and of images with problems.
 * Thread-safe.
 */
final class Thumbnails {
  /** The longer edge, in pixels. */
  static final int EDGE = 256;

  private static final float QUALITY = 0.6f;
  private static final int MAX_SAMPLES_PER_FOLDER = 4;
  private static final int MAX_SAMPLES = 120;
  private static final int MAX_COUNT = 200;
  private static final long MAX_BYTES = 6L << 20;

  private final List<DatasetImage> images;
  private final Set<String> samples;
  private final Map<String, Thumbnail> made = new HashMap<>();
  private long bytes;

  /**
   * @param images all of the dataset
   */
  Thumbnails(List<DatasetImage> images) {
    this.images = images;
    this.samples = samplesOf(images);
  }

  /** Whether it is one of the first of its class and set. */
  boolean isSample(DatasetImage image) {
    return samples.contains(image.item().name());
  }

  /** Adds the picture of an image, unless there are enough. */
  void add(DatasetImage image, ImageDecoder.Decoded decoded) throws IOException {
    var jpeg =
        SmallImage.within(decoded.image(), EDGE).upright(decoded.orientation()).toJpeg(QUALITY);
    add(new Thumbnail(image.item().name(), image.path(), image.test(), image.className(), jpeg));
  }

  private synchronized void add(Thumbnail thumbnail) {
    if (made.size() < MAX_COUNT && bytes + thumbnail.jpeg().length <= MAX_BYTES) {
      made.put(thumbnail.file(), thumbnail);
      bytes += thumbnail.jpeg().length;
    }
  }

  /** Images that problems name, that could be decoded, and of which there is no picture yet. */
  synchronized List<DatasetImage> missing(List<Problem> problems) {
    var named = new LinkedHashSet<String>();
    problems.stream()
        .filter(Thumbnails::isOfReadableImage)
        .flatMap(problem -> Stream.of(problem.file(), problem.otherFile()))
        .filter(file -> file != null && !made.containsKey(file))
        .forEach(named::add);
    var first = named.stream().limit(MAX_COUNT - made.size()).collect(Collectors.toSet());
    return images.stream().filter(image -> first.contains(image.item().name())).toList();
  }

  /** Those that were made, by class and set. */
  synchronized List<Thumbnail> made() {
    return made.values().stream().sorted(Comparator.comparing(Thumbnail::path)).toList();
  }

  private static boolean isOfReadableImage(Problem problem) {
    return problem.otherFile() != null || problem.code() == ProblemCode.IMAGE_DEFECTS;
  }

  /** One of each folder, then a second one of each, until there are enough. */
  private static Set<String> samplesOf(List<DatasetImage> images) {
    var folders =
        images.stream()
            .collect(
                Collectors.groupingBy(
                    image -> image.className() + "/" + image.test(),
                    TreeMap::new,
                    Collectors.mapping(image -> image.item().name(), Collectors.toList())));
    var chosen = new HashSet<String>();
    for (var round = 0; round < MAX_SAMPLES_PER_FOLDER; round++) {
      for (var names : folders.values()) {
        if (round < names.size() && chosen.size() < MAX_SAMPLES) {
          chosen.add(names.get(round));
        }
      }
    }
    return chosen;
  }
}
