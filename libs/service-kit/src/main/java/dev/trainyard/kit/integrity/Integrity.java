package dev.trainyard.kit.integrity;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the last look at a file found.
 *
 * @param checkedAt when that was
 * @param problem what is wrong and what helps; null if nothing
 */
@Schema(examples = "{\"state\": \"INTACT\", \"checkedAt\": \"2026-11-26T03:00:00Z\"}")
public record Integrity(State state, Instant checkedAt, String problem) {
  /** How a file is. */
  public enum State {
    /** There, with the size and the SHA-256 that were noted when it was stored. */
    INTACT,
    /** Not in the storage. */
    MISSING,
    /** There, but with another size or another SHA-256. */
    DAMAGED
  }

  static Integrity intact(Instant now) {
    return new Integrity(State.INTACT, now, null);
  }

  static Integrity missing(Instant now) {
    return new Integrity(
        State.MISSING,
        now,
        "The file is not in the object storage. Bring it back from a backup, then check again; or"
            + " delete what it belongs to.");
  }

  static Integrity damaged(Instant now, String how) {
    return new Integrity(
        State.DAMAGED,
        now,
        "The file is not the one that was stored: %s. Bring it back from a backup, then check again; or delete what it belongs to."
            .formatted(how));
  }

  public boolean isIntact() {
    return state == State.INTACT;
  }
}
