package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StoredObject;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Compares what the database names with what the storage holds, and repairs what can be repaired.
 *
 * <ul>
 *   <li>An object that no row names and that is not noted for disposal belongs to nobody. It is
 *       removed once it is old. Whoever writes an object says so in the database first, so one that
 *       was listed is known by the time the database is asked: uploads in flight are not touched.
 *   <li>Parts of an object that never came to be are thrown away in the same way, and those of one
 *       that came to be otherwise.
 *   <li>A file that is missing, or has another size, is made anew where the service can; otherwise
 *       it is noted, until it is back.
 * </ul>
 *
 * When suspiciously many objects seem to belong to nobody, as after a restore of an old database,
 * none is removed unless somebody insists. One runs at a time, over all replicas. Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
public class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);
  private static final int BATCH = 500;

  /** So many orphans are never suspicious. */
  private static final int HARMLESS = 20;

  private final FileOwner owner;
  private final ObjectStorage storage;
  private final ObjectDisposal disposal;
  private final FileVerifier verifier;
  private final IntegrityStore known;
  private final ReconciliationRuns runs;
  private final Clock clock;

  Reconciler(
      FileOwner owner,
      ObjectStorage storage,
      ObjectDisposal disposal,
      FileVerifier verifier,
      IntegrityStore known,
      ReconciliationRuns runs,
      Clock clock) {
    this.owner = owner;
    this.storage = storage;
    this.disposal = disposal;
    this.verifier = verifier;
    this.known = known;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Compares and repairs.
   *
   * @param insist whether old orphans are removed however many they are
   * @throws ConflictException if another comparison is running
   * @throws DependencyUnavailableException if the storage does not answer; what was repaired stays
   */
  public ReconciliationReport run(boolean insist) {
    return runs.alone(() -> compare(insist));
  }

  /** The report of the last comparison that came to its end. */
  public Optional<ReconciliationReport> last() {
    return runs.last();
  }

  private ReconciliationReport compare(boolean insist) {
    var startedAt = now();
    var findings = new Findings();
    findOrphans(findings);
    checkFiles(findings);
    findings.aborted = disposal.abortAbandoned(now().minus(runs.orphanAge()));
    removeOrphans(findings, insist);
    var report = findings.report(startedAt, now());
    LOG.infof(
        "Reconciled objects=%d files=%d orphans=%d removed=%d broken=%d remade=%d healed=%d",
        report.objects(),
        report.files(),
        report.orphanCount(),
        report.removedOrphans(),
        report.brokenCount(),
        report.remade(),
        report.healed());
    return report;
  }

  private void findOrphans(Findings findings) {
    for (var bucket : owner.buckets()) {
      var batch = new ArrayList<StoredObject>();
      storage.forEach(
          bucket,
          "",
          object -> {
            batch.add(object);
            if (batch.size() == BATCH) {
              sort(batch, findings);
            }
          });
      sort(batch, findings);
    }
  }

  private void sort(List<StoredObject> batch, Findings findings) {
    if (batch.isEmpty()) {
      return;
    }
    findings.objects += batch.size();
    var keys = batch.stream().map(StoredObject::key).toList();
    var noted = disposal.notedAmong(keys);
    var used = owner.usedAmong(keys);
    var oldBefore = now().minus(runs.orphanAge());
    for (var object : batch) {
      if (!noted.contains(object.key()) && !used.contains(object.key())) {
        findings.orphan(object.key(), !object.modifiedAt().isAfter(oldBefore));
      }
    }
    batch.clear();
  }

  private void removeOrphans(Findings findings, boolean insist) {
    var old = findings.oldOrphans();
    if (!insist && old.size() > Math.max(HARMLESS, findings.objects / 10)) {
      findings.heldBack =
          "%d of %d objects seem to belong to nobody. Has an old database been restored? If they may go, reconcile with force=true."
              .formatted(old.size(), findings.objects);
      LOG.errorf("Orphans are left alone count=%d objects=%d", old.size(), findings.objects);
      return;
    }
    // Not at once: who is about to write such an object renews its note, and it stays.
    var noted = old.stream().filter(disposal::noteOrphan).toList();
    disposal.removeDue();
    var left = noted.isEmpty() ? Set.<String>of() : disposal.notedAmong(noted);
    for (var key : noted) {
      if (!left.contains(key)) {
        findings.removed++;
        LOG.warnf("Orphan removed key=%s", key);
      }
    }
  }

  private void checkFiles(Findings findings) {
    var failures = new FewFailures();
    var page = owner.filesAfter("", BATCH);
    while (!page.isEmpty()) {
      findings.files += page.size();
      var before = known.of(page.stream().map(OwnedFile::key).toList());
      page.forEach(file -> failures.tries(file.key(), () -> check(file, before, findings)));
      page = owner.filesAfter(page.get(page.size() - 1).key(), BATCH);
    }
  }

  private void check(OwnedFile file, Map<String, Integrity> before, Findings findings) {
    var earlier = before.get(file.key());
    var wasBroken = earlier != null && !earlier.isIntact();
    var wrong = verifier.glance(file);
    if (wrong.isPresent()) {
      mend(file, wrong.get(), findings);
    } else if (wasBroken) {
      var found = verifier.verify(file);
      if (found.isIntact()) {
        findings.healed++;
      } else {
        findings.broken(file, found);
      }
    }
  }

  private void mend(OwnedFile file, Integrity wrong, Findings findings) {
    if (owner.usedAmong(List.of(file.key())).isEmpty()) {
      // Deleted since it was listed.
      return;
    }
    if (wrong.state() == Integrity.State.MISSING && owner.remake(file)) {
      findings.remade++;
      LOG.warnf("Missing file made anew kind=%s id=%s", file.kind(), file.id());
      return;
    }
    verifier.note(file, wrong);
    findings.broken(file, wrong);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
