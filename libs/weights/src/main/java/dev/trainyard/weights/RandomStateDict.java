package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.Tensor;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of {@link Weights#random}, each made anew whenever it is come by, so that they can be
 * written to a file without ever being in memory together. Thread-safe.
 */
public final class RandomStateDict extends AbstractMap<String, Tensor> {
  private final Map<String, TensorSpecification> specifications = new LinkedHashMap<>();
  private final InitialWeights initial;

  /**
   * @param classes outputs of the head
   * @param seed the same seed gives the same tensors, also in another Java
   */
  public RandomStateDict(Architecture architecture, int classes, long seed) {
    architecture.tensors(classes).forEach(each -> specifications.put(each.name(), each));
    this.initial = new InitialWeights(seed, architecture.features());
  }

  @Override
  public Tensor get(Object name) {
    var specification = specifications.get(name);
    return specification == null ? null : initial.create(specification);
  }

  @Override
  public boolean containsKey(Object name) {
    return specifications.containsKey(name);
  }

  @Override
  public Set<String> keySet() {
    return Collections.unmodifiableSet(specifications.keySet());
  }

  @Override
  public Set<Map.Entry<String, Tensor>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Tensor>> iterator() {
        return specifications.values().stream()
            .map(each -> Map.entry(each.name(), initial.create(each)))
            .iterator();
      }

      @Override
      public int size() {
        return specifications.size();
      }
    };
  }
}
