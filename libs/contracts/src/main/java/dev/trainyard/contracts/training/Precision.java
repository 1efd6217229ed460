package dev.trainyard.contracts.training;

/**
 * In which numbers a network learns. Its weights, normalisations, loss and optimizer are of 32 bits
 * whatever is chosen, and so are evaluations and the model.
 */
public enum Precision {
  /** {@link #BFLOAT16} where the device has arithmetic for it, else {@link #FLOAT32}. */
  AUTO,
  /** All of 32 bits. */
  FLOAT32,
  /**
   * Mixed precision: convolutions and the activations between them in bfloat16, which has the range
   * of 32 bits with 8 bits of precision.
   */
  BFLOAT16
}
