package dev.trainyard.contracts.process;

/** What happens between STARTING and RUNNING, in this order. */
public enum LaunchStage {
  PIPELINE_STARTED,
  STORAGE_PREPARED,
  BASE_MODEL_DOWNLOADED,
  BASE_MODEL_UNPACKED,
  DATASET_DOWNLOADED,
  DATASET_UNPACKED,
  TEST_DATASET_READY,
  RUN_STARTED
}
