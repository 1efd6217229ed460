package dev.trainyard.contracts.training;

/** Which weights go into the model archive. */
public enum Keep {
  /** Those with the highest average precision on the test set. */
  BEST,
  /** Those of the last iteration. */
  LAST
}
