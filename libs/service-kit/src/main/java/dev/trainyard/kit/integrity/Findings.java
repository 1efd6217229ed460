package dev.trainyard.kit.integrity;

import dev.trainyard.kit.integrity.ReconciliationReport.BrokenFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a reconciliation has found so far. Not thread-safe. */
final class Findings {
  private static final int NAMED = 100;

  private final List<String> orphans = new ArrayList<>();
  private final List<String> oldOrphans = new ArrayList<>();
  private final List<BrokenFile> broken = new ArrayList<>();
  private long brokenCount;
  long objects;
  long files;
  long removed;
  long aborted;
  long remade;
  long healed;
  String heldBack;

  void orphan(String key, boolean old) {
    orphans.add(key);
    if (old) {
      oldOrphans.add(key);
    }
  }

  List<String> oldOrphans() {
    return oldOrphans;
  }

  void broken(OwnedFile file, Integrity found) {
    brokenCount++;
    if (broken.size() < NAMED) {
      broken.add(new BrokenFile(file.kind(), file.id(), found.state(), found.problem()));
    }
  }

  ReconciliationReport report(Instant startedAt, Instant endedAt) {
    return new ReconciliationReport(
        startedAt,
        endedAt,
        objects,
        files,
        orphans.subList(0, Math.min(NAMED, orphans.size())),
        orphans.size(),
        removed,
        aborted,
        heldBack,
        broken,
        brokenCount,
        remade,
        healed);
  }
}
