package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** The table of unfinished uploads. Every method wants a transaction. */
@ApplicationScoped
class UploadStore implements PanacheRepositoryBase<PendingUpload, UUID> {
  private static final String CLAIM =
      """
      UPDATE dataset_upload
      SET attempt = attempt + 1, tries_left = tries_left - 1, check_at = :until,
          images_checked = 0, images = 0
      WHERE dataset_id = (
          SELECT dataset_id FROM dataset_upload WHERE %s
          ORDER BY check_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING dataset_id
      """;

  private static final String IMAGES = "SELECT object_key FROM dataset_image WHERE dataset_id = ?2";

  private final Session database;
  private final ObjectDisposal disposal;

  UploadStore(Session database, ObjectDisposal disposal) {
    this.database = database;
    this.disposal = disposal;
  }

  /** Forgets an upload; what came for it one by one goes. */
  void end(PendingUpload upload, Instant now) {
    if (upload.isOneByOne()) {
      disposal.noteAll(IMAGES, upload.datasetId(), now);
    }
    delete(upload);
  }

  Optional<PendingUpload> findExclusive(UUID id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Begins an attempt to check what has waited longest; no two callers get the same.
   *
   * @param until when it may be begun again, should this attempt die
   */
  Optional<UUID> claimNext(Instant now, Instant until) {
    return database
        .createNativeQuery(CLAIM.formatted("check_at <= :now"), UUID.class)
        .setParameter("now", now)
        .setParameter("until", until)
        .uniqueResultOptional();
  }

  /** The same for one dataset, which need not wait if nobody has begun with it. */
  Optional<UUID> claim(UUID id, Instant now, Instant until) {
    return database
        .createNativeQuery(
            CLAIM.formatted(
                "dataset_id = :id AND check_at IS NOT NULL AND (attempt = 0 OR check_at <= :now)"),
            UUID.class)
        .setParameter("id", id)
        .setParameter("now", now)
        .setParameter("until", until)
        .uniqueResultOptional();
  }

  /**
   * Holds an attempt for longer.
   *
   * @return false if it is not the newest any more
   */
  boolean renew(CheckTask task, Instant until, ProgressView progress) {
    return database
            .createNativeMutationQuery(
                """
                UPDATE dataset_upload SET check_at = :until, images_checked = :checked, images = :images
                WHERE dataset_id = :id AND attempt = :attempt
                """)
            .setParameter("until", until)
            .setParameter("checked", progress.imagesChecked())
            .setParameter("images", progress.images())
            .setParameter("id", task.datasetId())
            .setParameter("attempt", task.attempt())
            .executeUpdate()
        == 1;
  }

  /**
   * Ends an attempt without result.
   *
   * @param next when the next one may begin
   * @param counted whether this one was one of the few that a dataset has
   */
  void putOff(CheckTask task, Instant next, boolean counted) {
    database
        .createNativeMutationQuery(
            """
            UPDATE dataset_upload SET check_at = :next, tries_left = tries_left + :back
            WHERE dataset_id = :id AND attempt = :attempt
            """)
        .setParameter("next", next)
        .setParameter("back", counted ? 0 : 1)
        .setParameter("id", task.datasetId())
        .setParameter("attempt", task.attempt())
        .executeUpdate();
  }

  /** Uploads that should have arrived by now. */
  List<UUID> overdue(Instant now, int most) {
    return database
        .createQuery(
            "SELECT u.datasetId FROM PendingUpload u"
                + " WHERE u.checkAt IS NULL AND u.deadline <= :now ORDER BY u.deadline",
            UUID.class)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultList();
  }
}
