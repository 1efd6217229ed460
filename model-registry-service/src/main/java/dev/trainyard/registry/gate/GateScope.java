package dev.trainyard.registry.gate;

/** What a gate is for. */
public enum GateScope {
  /** All models of a project, unless their template has a gate of its own. */
  PROJECT,
  /** All models that were trained by a template. */
  TEMPLATE
}
