package dev.trainyard.monitoring.status;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A service or a backend, as this replica saw it last.
 *
 * @param name such as process-service or kafka
 * @param up whether it works
 * @param since when this replica first saw it so
 * @param checkedAt when it was asked last
 * @param latencyMillis how long its answer, or its absence, took
 * @param reason why it does not work; absent when it does
 */
@Schema(description = "A service or a backend, as this replica saw it last.")
public record PartState(
    @Schema(examples = "process-service") String name,
    Probe.Kind kind,
    boolean up,
    Instant since,
    Instant checkedAt,
    @Schema(examples = "4") long latencyMillis,
    @Schema(examples = "does not answer") String reason) {

  /** This state after a later one, which lasts longer if nothing has changed. */
  PartState followedBy(PartState later) {
    return up == later.up
        ? new PartState(name, kind, up, since, later.checkedAt, later.latencyMillis, later.reason)
        : later;
  }
}
