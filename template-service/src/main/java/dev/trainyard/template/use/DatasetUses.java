package dev.trainyard.template.use;

import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.tenant.AcrossTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Which processes need which dataset and template, so that neither is deleted under one.
 *
 * <pre>
 * held ──event of the process──▶ unfinished ◀──▶ failed or stopped ──succeeded, deleted──▶ (gone)
 *   └──released, or no event in time──▶ (gone)
 * </pre>
 *
 * A process that failed or was stopped can be started again: it keeps its dataset. Methods that are
 * not transactions of their own want one.
 */
@ApplicationScoped
public class DatasetUses {
  /** How long a use counts without an event: longer than the broker is ever away. */
  private static final Duration UNCONFIRMED = Duration.ofDays(1);

  /** How long a process may take to be made once its dataset is held. */
  private static final Duration MAKING = Duration.ofMinutes(1);

  private static final int NAMED = 10;

  private final Session database;
  private final Clock clock;

  DatasetUses(Session database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A process is about to be made that needs a dataset, whose row the caller has locked. */
  public void hold(UUID processId, UUID datasetId, UUID templateId) {
    var now = clock.instant();
    database
        .createNativeMutationQuery(
            """
            INSERT INTO dataset_use
                (process_id, dataset_id, template_id, unfinished, held_at, expires_at)
            VALUES (?1, ?2, ?3, true, ?4, ?5)
            ON CONFLICT (tenant, process_id) DO UPDATE
            SET dataset_id = excluded.dataset_id, template_id = excluded.template_id,
                held_at = excluded.held_at, expires_at = excluded.expires_at
            WHERE dataset_use.expires_at IS NOT NULL
            """)
        .setParameter(1, processId)
        .setParameter(2, datasetId)
        .setParameter(3, templateId)
        .setParameter(4, now)
        .setParameter(5, now.plus(UNCONFIRMED))
        .executeUpdate();
  }

  /** The process was not made after all; one that an event told of stays. */
  public void release(UUID processId, UUID datasetId) {
    database
        .createNativeMutationQuery(
            "DELETE FROM dataset_use"
                + " WHERE process_id = ?1 AND dataset_id = ?2 AND expires_at IS NOT NULL")
        .setParameter(1, processId)
        .setParameter(2, datasetId)
        .executeUpdate();
  }

  /** Takes over how a process is now. */
  @Transactional
  void take(ProcessEvent process) {
    switch (process.status()) {
      case CREATED, STARTING, RUNNING, STOPPING -> confirm(process, true);
      case FAILED, STOPPED -> confirm(process, false);
      case SUCCEEDED -> forget(process.processId());
    }
  }

  /** The process is gone, or needs nothing any more. */
  @Transactional
  void forget(UUID processId) {
    database
        .createNativeMutationQuery("DELETE FROM dataset_use WHERE process_id = ?1")
        .setParameter(1, processId)
        .executeUpdate();
  }

  private void confirm(ProcessEvent process, boolean unfinished) {
    database
        .createNativeMutationQuery(
            """
            INSERT INTO dataset_use (process_id, dataset_id, template_id, unfinished, held_at)
            VALUES (?1, CAST(?2 AS uuid), ?3, ?4, ?5)
            ON CONFLICT (tenant, process_id) DO UPDATE
            SET dataset_id = coalesce(excluded.dataset_id, dataset_use.dataset_id),
                unfinished = excluded.unfinished, expires_at = NULL
            """)
        .setParameter(1, process.processId())
        .setParameter(2, process.datasetId() == null ? null : process.datasetId().toString())
        .setParameter(3, process.templateId())
        .setParameter(4, unfinished)
        .setParameter(5, clock.instant())
        .executeUpdate();
  }

  /** The process was not there when it was asked for; one that is being made just now stays. */
  @Transactional
  void forgetAbsent(UUID processId) {
    database
        .createNativeMutationQuery("DELETE FROM dataset_use WHERE process_id = ?1 AND held_at < ?2")
        .setParameter(1, processId)
        .setParameter(2, clock.instant().minus(MAKING))
        .executeUpdate();
  }

  /** The process has ended for now, though no event has said so. */
  @Transactional
  void end(UUID processId) {
    database
        .createNativeMutationQuery(
            "UPDATE dataset_use SET unfinished = false, expires_at = NULL WHERE process_id = ?1")
        .setParameter(1, processId)
        .executeUpdate();
  }

  /** The processes that would be named as in the way of a dataset. */
  @Transactional
  List<UUID> inTheWayOfDataset(UUID datasetId) {
    return processesWithDataset(datasetId, NAMED);
  }

  /** The processes that would be named as in the way of a template. */
  @Transactional
  List<UUID> inTheWayOfTemplate(UUID templateId) {
    return processes("template_id = ?1 AND unfinished", templateId, NAMED);
  }

  /**
   * The processes that need a dataset, oldest first.
   *
   * @param most how many at most
   */
  public List<UUID> processesWithDataset(UUID datasetId, int most) {
    return processes("dataset_id = ?1", datasetId, most);
  }

  /**
   * @throws ConflictException if a process needs the dataset; names some
   */
  public void requireDatasetFree(UUID datasetId) {
    var inTheWay = inTheWayOfDataset(datasetId);
    if (!inTheWay.isEmpty()) {
      throw new ConflictException(
          "dataset-in-use",
          "Process %s needs this dataset; delete it, or wait until it has succeeded."
              .formatted(inTheWay.get(0)),
          Map.of("processIds", inTheWay));
    }
  }

  /**
   * @throws ConflictException if a process of the template has not finished; names some
   */
  public void requireTemplateFree(UUID templateId) {
    var inTheWay = inTheWayOfTemplate(templateId);
    if (!inTheWay.isEmpty()) {
      throw new ConflictException(
          "template-in-use",
          "Process %s of this template has not finished; stop or delete it, or wait for its end."
              .formatted(inTheWay.get(0)),
          Map.of("processIds", inTheWay));
    }
  }

  private List<UUID> processes(String condition, UUID id, int most) {
    return database
        .createNativeQuery(
            "SELECT process_id FROM dataset_use WHERE "
                + condition
                + " AND (expires_at IS NULL OR expires_at > ?2) ORDER BY process_id",
            UUID.class)
        .setParameter(1, id)
        .setParameter(2, clock.instant())
        .setMaxResults(most)
        .getResultList();
  }

  @Scheduled(
      every = "${trainyard.datasets.cleanup-interval}",
      delayed = "${trainyard.datasets.cleanup-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @AcrossTenants
  @Transactional
  void removeExpired() {
    database
        .createNativeMutationQuery("DELETE FROM dataset_use WHERE expires_at <= ?1")
        .setParameter(1, clock.instant())
        .executeUpdate();
  }
}
