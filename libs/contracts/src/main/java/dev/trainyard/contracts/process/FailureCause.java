package dev.trainyard.contracts.process;

/** Why a process ended as FAILED. */
public enum FailureCause {
  /** No sign of life from the machine for longer than the agent-lost time-out. */
  AGENT_LOST,
  /** The agent restarted and found its trainer dead. */
  AGENT_RESTARTED,
  OUT_OF_MEMORY,
  GPU_ERROR,
  /** The dataset could not be fetched, unpacked or read. */
  DATASET_ERROR,
  /** The base model could not be fetched, unpacked or loaded. */
  BASE_MODEL_ERROR,
  /** The machine's disk failed or is full. */
  STORAGE_ERROR,
  /** The model archive could not be delivered to the registry. */
  UPLOAD_ERROR,
  /** The trainer ended without a result. */
  TRAINER_CRASHED,
  /** The loss became infinite or not a number. */
  DIVERGED,
  INTERNAL
}
