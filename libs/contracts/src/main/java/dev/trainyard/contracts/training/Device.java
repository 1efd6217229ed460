package dev.trainyard.contracts.training;

/** Where the network is computed. */
public enum Device {
  /** The first NVIDIA GPU; a machine without one falls back to the CPU and reports it. */
  CUDA,
  /** The processor. */
  CPU
}
