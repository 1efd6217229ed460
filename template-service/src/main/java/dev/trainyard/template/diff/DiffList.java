package dev.trainyard.template.diff;

import java.util.List;

/**
 * The first of many.
 *
 * @param total how many there are
 * @param items the first of them, by path
 */
public record DiffList<T>(int total, List<T> items) {
  public DiffList {
    items = List.copyOf(items);
  }
}
