package dev.trainyard.contracts.model;

/** How a model came into the registry. */
public enum ModelOrigin {
  /** A process of this platform trained it. */
  TRAINED,
  /** Somebody brought it; no process, template or machine is known. */
  IMPORTED
}
