package dev.trainyard.contracts.audit;

/** What somebody did with a thing that the platform keeps. */
public enum ChangeKind {
  CREATED,
  CHANGED,
  DELETED
}
