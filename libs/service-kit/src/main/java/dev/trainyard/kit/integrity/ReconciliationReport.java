package dev.trainyard.kit.integrity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a comparison of database and storage found and did.
 *
 * @param objects objects that the storage holds
 * @param files files that the database names
 * @param orphans keys of objects that belong to nobody; the first hundred
 * @param orphanCount how many there are
 * @param removedOrphans how many of them were removed
 * @param abortedUploads how many uploads in parts that nobody goes on with were thrown away
 * @param heldBack why none was removed although there are old ones; null otherwise
 * @param broken files that are missing or have another size; the first hundred
 * @param brokenCount how many there are
 * @param remade missing files that were made anew
 * @param healed files that were broken and are intact again
 */
@Schema(
    examples =
        "{\"startedAt\": \"2026-11-26T03:00:00Z\", \"endedAt\": \"2026-11-26T03:00:02Z\","
            + " \"objects\": 120, \"files\": 119, \"orphans\": [\"models/019a…/9f86….zip\"],"
            + " \"orphanCount\": 1, \"removedOrphans\": 1, \"abortedUploads\": 0, \"broken\": [], \"brokenCount\": 0,"
            + " \"remade\": 0, \"healed\": 0}")
public record ReconciliationReport(
    Instant startedAt,
    Instant endedAt,
    long objects,
    long files,
    List<String> orphans,
    long orphanCount,
    long removedOrphans,
    long abortedUploads,
    String heldBack,
    List<BrokenFile> broken,
    long brokenCount,
    long remade,
    long healed) {
  public ReconciliationReport {
    orphans = List.copyOf(orphans);
    broken = List.copyOf(broken);
  }

  /**
   * A file that is not as it must be.
   *
   * @param kind what it belongs to, such as {@code model}
   * @param id of that
   */
  public record BrokenFile(String kind, UUID id, Integrity.State state, String problem) {}
}
