package dev.trainyard.local.demo;

/**
 * Training parameters that reach a good model of 28-pixel digits in about a minute on two cores.
 */
final class DemoParameters {
  /** Rotations would turn a 6 into a 9, so only exposure and noise are varied. */
  static final String JSON =
      """
      {"device": "CPU", "imageSize": 32, "batchSize": 32, "iterations": 300, "learningRate": 0.03,
         "augmentation": "EXPOSURE_NOISE", "evaluationInterval": 50, "updatePeriodSeconds": 1}""";

  private DemoParameters() {}
}
