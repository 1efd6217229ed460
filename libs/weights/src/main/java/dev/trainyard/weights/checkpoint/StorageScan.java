package dev.trainyard.weights.checkpoint;

import dev.trainyard.weights.checkpoint.PickleReader.TensorReference;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks through a storage for elements that are NaN or infinite, and tells in which tensor they
 * are. Each element is looked at once, however many tensors share it; what lies between the first
 * and the last element of a tensor counts as its own. Not thread-safe.
 */
final class StorageScan {
  private record Span(String tensor, long last) {
    Span orFarther(Span other) {
      return other.last > last ? other : this;
    }
  }

  private final StorageType type;

  /** By first element: of all that begin there or before, the one that reaches farthest. */
  private final NavigableMap<Long, Span> spans = new TreeMap<>();

  private final Set<String> found = new HashSet<>();
  private long position;

  /** The last element of the tensors found so far: where all is NaN, one look is enough. */
  private long foundUntil = -1;

  /**
   * @param tensors those that lie in the storage, by name
   */
  StorageScan(StorageType type, Map<String, TensorReference> tensors) {
    this.type = type;
    tensors.forEach(
        (name, tensor) ->
            spans.merge(tensor.offset(), new Span(name, tensor.last()), Span::orFarther));
    Span farthest = new Span("", -1);
    for (var span : spans.entrySet()) {
      farthest = farthest.orFarther(span.getValue());
      span.setValue(farthest);
    }
  }

  /** Looks at the elements that come next; whole ones. */
  void look(ByteBuffer elements) {
    var values = type.floats(elements);
    for (int index = 0; index < values.length; index++) {
      if (!Float.isFinite(values[index]) && position + index > foundUntil) {
        note(position + index);
      }
    }
    position += values.length;
  }

  private void note(long element) {
    var span = spans.floorEntry(element);
    if (span != null && span.getValue().last() >= element) {
      found.add(span.getValue().tensor());
      foundUntil = span.getValue().last();
    }
  }

  /** Names of tensors with such an element: for each element, one of those that share it. */
  Set<String> found() {
    return found;
  }
}
