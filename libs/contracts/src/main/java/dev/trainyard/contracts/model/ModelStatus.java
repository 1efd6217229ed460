package dev.trainyard.contracts.model;

/** How far a model has come. */
public enum ModelStatus {
  /** Announced; its archive has not been uploaded and checked yet. No event tells of such. */
  PENDING,
  /** Its archive was checked and can be downloaded. */
  READY,
  /** The same, but it does not pass the gate: it takes no alias. */
  REJECTED_BY_GATE
}
