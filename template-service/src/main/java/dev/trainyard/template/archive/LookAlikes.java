package dev.trainyard.template.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds images of the test set that look like images of the train set. Memory is about 200 bytes an
 * image, and time grows with the number of images, not with its square: only images that have a
 * band of their hashes in common are compared, and of those a bounded number. Thread-safe.
 */
final class LookAlikes {
  /** Copies differ in up to 20 bits, pages of one form with other content in 80 and more. */
  static final int MAX_DISTANCE = 24;

  /** Blank and nearly blank pages all look alike. */
  private static final int MIN_BITS = 24;

  /** Icons and single digits look alike without being copies. */
  private static final int MIN_EDGE = 64;

  /** Of images that share a band, as all pages of one form may. */
  private static final int MAX_COMPARED = 200;

  private static final int KEPT = 3;

  private final List<Looks> train = new ArrayList<>();
  private final List<Looks> test = new ArrayList<>();

  private record Looks(DatasetImage image, DifferenceHash hash) {}

  /**
   * An image of the test set and what it may be a copy of.
   *
   * @param nearest images of the train set, the nearest first; never empty
   * @param distance to the nearest, in bits
   */
  record Candidate(DatasetImage image, List<DatasetImage> nearest, int distance) {}

  private record Near(int index, int distance) {}

  /** Notes what an image looks like. */
  void add(DatasetImage image, ImageDecoder.Decoded decoded) {
    if (Math.min(decoded.width(), decoded.height()) >= MIN_EDGE) {
      add(image, DifferenceHash.of(decoded.image()));
    }
  }

  void add(DatasetImage image, DifferenceHash hash) {
    if (hash.bits() >= MIN_BITS) {
      synchronized (this) {
        (image.test() ? test : train).add(new Looks(image, hash));
      }
    }
  }

  /**
   * Images of the test set that may be copies, the likeliest first.
   *
   * @param known paths of images that need not be looked for
   */
  synchronized List<Candidate> candidates(Set<String> known) {
    // Workers come in any order.
    train.sort(Comparator.comparing(looks -> looks.image().item().name()));
    var index = new ArrayList<long[]>();
    for (var band = 0; band < DifferenceHash.BANDS; band++) {
      index.add(indexOf(band));
    }
    return test.stream()
        .filter(looks -> !known.contains(looks.image().item().name()))
        .map(looks -> candidate(looks, index))
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparingInt(Candidate::distance)
                .thenComparing(candidate -> candidate.image().item().name()))
        .toList();
  }

  /** Images of the train set by the value of a band: the value above, the number below. */
  private long[] indexOf(int band) {
    var index = new long[train.size()];
    for (var number = 0; number < index.length; number++) {
      index[number] = (long) train.get(number).hash().bands()[band] << Integer.SIZE | number;
    }
    Arrays.sort(index);
    return index;
  }

  private Optional<Candidate> candidate(Looks looks, List<long[]> index) {
    var near = new TreeSet<>(Comparator.comparingInt(Near::distance).thenComparingInt(Near::index));
    for (var band = 0; band < DifferenceHash.BANDS; band++) {
      var value = looks.hash().bands()[band];
      // What is empty in one is empty in most.
      if (value != 0) {
        compare(looks.hash(), (long) value << Integer.SIZE, index.get(band), near);
      }
    }
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                looks.image(),
                near.stream().map(found -> train.get(found.index()).image()).toList(),
                near.first().distance()));
  }

  private void compare(DifferenceHash hash, long from, long[] index, TreeSet<Near> near) {
    var found = Arrays.binarySearch(index, from);
    var start = found < 0 ? -found - 1 : found;
    var end = Math.min(index.length, start + MAX_COMPARED);
    for (var at = start; at < end && index[at] >> Integer.SIZE == from >> Integer.SIZE; at++) {
      var number = (int) index[at];
      var limit = near.size() < KEPT ? MAX_DISTANCE : near.last().distance();
      var distance = hash.distance(train.get(number).hash(), limit);
      if (distance <= limit) {
        near.add(new Near(number, distance));
        if (near.size() > KEPT) {
          near.pollLast();
        }
      }
    }
  }
}
