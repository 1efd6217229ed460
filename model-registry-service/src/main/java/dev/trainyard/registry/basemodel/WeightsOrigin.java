package dev.trainyard.registry.basemodel;

/** Where a base model's weights come from. */
enum WeightsOrigin {
  /** From a random generator with a fixed seed. */
  RANDOM,
  /** From a training. */
  TRAINED,
  /** From a user, who brought them. */
  UPLOADED
}
