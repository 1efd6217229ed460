package dev.trainyard.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.TensorSpecification;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with its weights on a device. Owns native memory: close it. Not thread-safe.
 *
 * <p>A {@link MomentumOptimizer} trains it.
 */
public final class Classifier implements AutoCloseable {
  private final Weights initial;
  private final NDManager manager;
  private final Program program;
  private final Map<String, NDArray> decayed = new LinkedHashMap<>();
  private final Map<String, NDArray> undecayed = new LinkedHashMap<>();
  private final Map<String, NDArray> statistics = new LinkedHashMap<>();
  private long batches;

  /** A network with these weights, to use or to train with small batches. */
  public Classifier(NDManager parent, Weights weights) {
    this(parent, weights, MemoryFormat.CONTIGUOUS, Precision.FLOAT32);
  }

  /**
   * A network with these weights.
   *
   * @param precision of training; not {@link Precision#AUTO}
   */
  public Classifier(NDManager parent, Weights weights, MemoryFormat format, Precision precision) {
    if (precision == Precision.AUTO) {
      throw new IllegalArgumentException("what AUTO means must be decided before");
    }
    this.initial = weights;
    this.manager = parent.newSubManager();
    this.program =
        new Program(
            ProgramText.of(
                weights.architecture(),
                format,
                precision == Precision.BFLOAT16,
                OptimizerRule.STANDARD),
            manager);
    for (var specification : specifications()) {
      var role = specification.role();
      if (role != TensorSpecification.Role.BATCHES_TRACKED) {
        var array = arranged(manager, weights.tensors().get(specification.name()));
        if (role.trained()) {
          array.setRequiresGradient(true);
          (role.decays() ? decayed : undecayed).put(specification.name(), array);
        } else {
          statistics.put(specification.name(), array);
        }
      }
    }
  }

  private List<TensorSpecification> specifications() {
    return initial.architecture().tensors(initial.classes());
  }

  /** A tensor as an array of the manager's device, in the memory format of the program. */
  NDArray arranged(NDManager owner, Tensor tensor) {
    try (var scratch = owner.newSubManager()) {
      var array = Arrays.toArray(scratch, tensor);
      if (tensor.shape().length == 4) {
        array = program.run("arrange", List.of(array), List.of());
      }
      array.attach(owner);
      return array;
    }
  }

  /** Scores, before softmax, of a batch of images: (N, 3, H, W) → (N, classes). */
  public NDArray forward(NDArray images) {
    return program.run("evaluate", List.of(images), weightArguments());
  }

  /**
   * Runs a training method of the program.
   *
   * @param first images, labels and learning rate
   * @param decayedMomentum one array for every weight that decays
   * @param undecayedMomentum one array for every weight that does not
   */
  NDArray train(
      String method,
      List<NDArray> first,
      Collection<NDArray> decayedMomentum,
      Collection<NDArray> undecayedMomentum) {
    var lists = new ArrayList<>(weightArguments());
    lists.add(new Program.Argument("decayed_momentum", decayedMomentum));
    lists.add(new Program.Argument("undecayed_momentum", undecayedMomentum));
    return program.run(method, first, lists);
  }

  /** Notes that every normalisation has seen one more batch. */
  void countBatch() {
    batches++;
  }

  private List<Program.Argument> weightArguments() {
    return List.of(
        new Program.Argument("decayed", decayed.values()),
        new Program.Argument("undecayed", undecayed.values()),
        new Program.Argument("statistics", statistics.values()));
  }

  /** The weights and running statistics, in torchvision's order, copied. */
  public Map<String, Tensor> stateDict() {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var specification : specifications()) {
      String name = specification.name();
      if (specification.role() == TensorSpecification.Role.BATCHES_TRACKED) {
        tensors.put(name, Tensor.of(initial.tensors().get(name).longValue() + batches));
      } else {
        var group =
            specification.role().decays()
                ? decayed
                : specification.role().trained() ? undecayed : statistics;
        tensors.put(name, Arrays.toTensor(group.get(name)));
      }
    }
    return tensors;
  }

  /** The arrays that training changes and that decay, by name. */
  Map<String, NDArray> decayed() {
    return decayed;
  }

  /** The arrays that training changes and that do not decay, by name. */
  Map<String, NDArray> undecayed() {
    return undecayed;
  }

  /** True if the head was initialised at random instead of taken from the given weights. */
  public boolean headReplaced() {
    return initial.headReplaced();
  }

  public Architecture architecture() {
    return initial.architecture();
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }
}
