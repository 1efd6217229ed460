package dev.trainyard.kit.identity;

import java.util.UUID;

/** Makes the ids of everything that has one. Injected, so that a test can choose them. */
@FunctionalInterface
public interface IdGenerator {

  /** A new UUID version 7 (RFC 9562): unique, and later ones sort after earlier ones. */
  UUID next();
}
