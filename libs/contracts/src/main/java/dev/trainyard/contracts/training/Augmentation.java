package dev.trainyard.contracts.training;

/** Random changes made to a training image each time it is shown to the network. */
public enum Augmentation {
  /** Rotation by 0°, 90°, 180° or 270°, then exposure and noise. */
  ROTATIONS_EXPOSURE_NOISE,
  /** Random gain and gamma, then Gaussian noise. */
  EXPOSURE_NOISE,
  /** The image as it is. */
  NONE
}
