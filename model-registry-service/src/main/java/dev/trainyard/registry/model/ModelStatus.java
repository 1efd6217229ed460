package dev.trainyard.registry.model;

/** How far a model has come. */
public enum ModelStatus {
  /** Announced; its archive has not been uploaded and checked yet. */
  PENDING,
  /** Its archive was checked and can be downloaded. */
  READY
}
