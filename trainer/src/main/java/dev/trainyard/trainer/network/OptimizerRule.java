package dev.trainyard.trainer.network;

/**
 * How gradients change weights, in PyTorch's terms.
 *
 * @param momentum share of the momentum that a step keeps
 * @param weightDecay pull of a weight to zero, per learning rate; biases and normalisations have
 *     none
 * @param maxGradientNorm gradients are scaled down to this norm over all of them
 */
public record OptimizerRule(double momentum, double weightDecay, double maxGradientNorm) {
  /** The rule of every training. */
  public static final OptimizerRule STANDARD = new OptimizerRule(0.9, 1e-4, 5.0);
}
