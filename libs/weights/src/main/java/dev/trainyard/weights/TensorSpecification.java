package dev.trainyard.weights;

/**
 * What one tensor of a state dict must be.
 *
 * @param name torchvision's name
 * @param role what it does in the network
 * @param shape its dimensions; none for a single number
 */
public record TensorSpecification(String name, Role role, long... shape) {

  /** What a tensor does in the network. */
  public enum Role {
    /** A convolution's weight, (outputs, inputs, kernel, kernel). */
    CONVOLUTION(true, true),
    /** The factor of a batch normalisation. */
    SCALE(true, false),
    /** The summand of a batch normalisation. */
    SHIFT(true, false),
    RUNNING_MEAN(false, false),
    RUNNING_VARIANCE(false, false),
    /** Number of batches seen, an integer. */
    BATCHES_TRACKED(false, false),
    HEAD_WEIGHT(true, true),
    HEAD_BIAS(true, false);

    private final boolean trained;
    private final boolean decays;

    Role(boolean trained, boolean decays) {
      this.trained = trained;
      this.decays = decays;
    }

    /** True if training changes it by its gradient. */
    public boolean trained() {
      return trained;
    }

    /** True if weight decay applies: to weights, not to biases and normalisations. */
    public boolean decays() {
      return decays;
    }

    /** True for the tensors of the linear head. */
    public boolean head() {
      return this == HEAD_WEIGHT || this == HEAD_BIAS;
    }
  }

  public TensorSpecification {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }
}
