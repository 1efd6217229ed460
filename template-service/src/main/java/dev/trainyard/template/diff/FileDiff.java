package dev.trainyard.template.diff;

import dev.trainyard.template.archive.ZipItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between the files of two archives. Contents are taken for the same when size and
 * CRC-32 are: a comparison, and no proof, since other contents may have the same CRC-32 by chance
 * or intent.
 *
 * @param unchanged how many files are the same at the same path
 * @param added files whose content was nowhere before
 * @param removed files whose content is nowhere now
 * @param changed paths with other content
 * @param moved content at another path
 */
record FileDiff(
    int unchanged,
    List<ZipItem> added,
    List<ZipItem> removed,
    List<Pair> changed,
    List<Pair> moved) {
  private static final Comparator<ZipItem> BY_PATH = Comparator.comparing(ZipItem::name);

  /**
   * @param before in the one archive
   * @param after in the other
   */
  record Pair(ZipItem before, ZipItem after) {}

  private record Content(long bytes, long crc) {
    static Content of(ZipItem item) {
      return new Content(item.uncompressedBytes(), item.crc());
    }
  }

  /** Each list is sorted by path. */
  static FileDiff of(List<ZipItem> before, List<ZipItem> after) {
    var old =
        before.stream()
            .filter(item -> !item.isFolder())
            .collect(Collectors.toMap(ZipItem::name, Function.identity()));
    var fresh = new ArrayList<ZipItem>();
    var changed = new ArrayList<Pair>();
    var unchanged = 0;
    for (var item : after.stream().filter(item -> !item.isFolder()).sorted(BY_PATH).toList()) {
      var was = old.remove(item.name());
      if (was == null) {
        fresh.add(item);
      } else if (Content.of(was).equals(Content.of(item))) {
        unchanged++;
      } else {
        changed.add(new Pair(was, item));
      }
    }
    var gone = old.values().stream().sorted(BY_PATH).toList();
    var moved = moves(gone, fresh);
    return new FileDiff(
        unchanged,
        without(fresh, moved.stream().map(Pair::after).toList()),
        without(gone, moved.stream().map(Pair::before).toList()),
        changed,
        moved);
  }

  /** Each content that went is at most one that came. */
  private static List<Pair> moves(List<ZipItem> gone, List<ZipItem> fresh) {
    Map<Content, Deque<ZipItem>> places = new HashMap<>();
    for (var item : gone) {
      places.computeIfAbsent(Content.of(item), none -> new ArrayDeque<>()).add(item);
    }
    var moved = new ArrayList<Pair>();
    for (var item : fresh) {
      var from = places.getOrDefault(Content.of(item), new ArrayDeque<>()).poll();
      if (from != null) {
        moved.add(new Pair(from, item));
      }
    }
    return moved;
  }

  private static List<ZipItem> without(List<ZipItem> items, List<ZipItem> others) {
    var paths = others.stream().map(ZipItem::name).collect(Collectors.toSet());
    return items.stream().filter(item -> !paths.contains(item.name())).toList();
  }
}
