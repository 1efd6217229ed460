package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.Violation;
import dev.trainyard.template.archive.ArchiveReport;
import dev.trainyard.template.archive.InvalidArchiveException;
import java.util.List;
import java.util.Optional;

/**
 * Why an archive is no dataset.
 *
 * @param violations as PostgreSQL can keep them
 * @param report what was found; empty if the archive was not looked into
 * @param digest SHA-256 of what was received; empty if nothing was
 */
record Rejection(
    List<Violation> violations, Optional<ArchiveReport> report, Optional<String> digest) {

  /** The archive was never looked into. */
  static Rejection unread(String reason) {
    return new Rejection(
        List.of(new Violation("archive", reason)), Optional.empty(), Optional.empty());
  }

  /** The archive was refused. */
  static Rejection of(InvalidArchiveException refusal, ReceivedFile archive) {
    return new Rejection(
        StoredReport.storable(refusal.violations()),
        Optional.of(refusal.report()),
        Optional.of(archive.digest()));
  }
}
