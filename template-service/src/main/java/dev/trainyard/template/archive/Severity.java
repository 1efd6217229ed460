package dev.trainyard.template.archive;

/** What a problem means for an archive. */
public enum Severity {
  /** The archive is refused. */
  ERROR,
  /** The archive is accepted; the user should know. */
  WARNING
}
