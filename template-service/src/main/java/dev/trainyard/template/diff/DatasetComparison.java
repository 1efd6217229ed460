package dev.trainyard.template.diff;

import dev.trainyard.kit.problem.BusyException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.dataset.DatasetService;
import dev.trainyard.template.dataset.StoredArchives;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Compares datasets by their counts and by the directories of their archives. Thread-safe. */
@ApplicationScoped
public class DatasetComparison {
  /** Each holds the directories of two archives, of up to 200,000 files. */
  private static final int AT_ONCE = 2;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final DatasetService datasets;
  private final StoredArchives archives;

  DatasetComparison(DatasetService datasets, StoredArchives archives) {
    this.datasets = datasets;
    this.archives = archives;
  }

  /**
   * What is otherwise in a dataset than in another one.
   *
   * @param limit how many files of each kind are told
   * @throws InvalidRequestException if they are the same, or not of one project
   * @throws NotFoundException if there is no such dataset
   * @throws BusyException if too many comparisons are being made
   */
  DatasetDiffView compare(UUID id, UUID againstId, int limit) {
    if (againstId.equals(id)) {
      throw new InvalidRequestException("against", "must be another dataset than " + id);
    }
    var after = datasets.get(id);
    var before = datasets.get(againstId);
    if (!before.projectId().equals(after.projectId())) {
      throw new InvalidRequestException("against", "must be a dataset of the same project");
    }
    if (!turns.tryAcquire()) {
      throw new BusyException(
          "%d comparisons are being made, as many as there can be; try again in a moment."
              .formatted(AT_ONCE),
          RETRY_AFTER);
    }
    try {
      var files = FileDiff.of(archives.itemsOf(againstId), archives.itemsOf(id));
      return DatasetDiffView.of(before, after, files, limit);
    } finally {
      turns.release();
    }
  }
}
