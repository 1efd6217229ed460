package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.ObjectStorage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Objects in the storage that no dataset owns, so that none stays for ever: an upload announces its
 * object before it stores it and takes it over with the dataset's row; a delete hands it back. What
 * is left, because this service or the storage died in between, is removed when its time has come.
 */
@ApplicationScoped
class OwnerlessObjects {
  private static final Logger LOG = Logger.getLogger(OwnerlessObjects.class);

  private final Session database;
  private final ObjectStorage storage;
  private final ReceivedObjects received;
  private final DatasetConfig config;
  private final Clock clock;

  OwnerlessObjects(
      Session database,
      ObjectStorage storage,
      ReceivedObjects received,
      DatasetConfig config,
      Clock clock) {
    this.database = database;
    this.storage = storage;
    this.received = received;
    this.config = config;
    this.clock = clock;
  }

  /** Says that an object has no owner and is to be removed after a while; wants a transaction. */
  void announce(String objectKey, Duration after) {
    database
        .createNativeMutationQuery(
            "INSERT INTO ownerless_object (object_key, remove_at) VALUES (?1, ?2)")
        .setParameter(1, objectKey)
        .setParameter(2, clock.instant().plus(after))
        .executeUpdate();
  }

  /**
   * Says that an object has an owner from now on; wants a transaction.
   *
   * @throws IllegalStateException if it was removed already
   */
  void takeOver(String objectKey) {
    if (deleteRow(objectKey) != 1) {
      throw new IllegalStateException(
          "the upload took longer than trainyard.datasets.upload-timeout");
    }
  }

  /** Removes an object now, or later if the storage does not answer. */
  void removeNow(String objectKey) {
    try {
      QuarkusTransaction.requiringNew().run(() -> remove(objectKey));
    } catch (DependencyUnavailableException e) {
      LOG.warnf("Object not removed, will be later objectKey=%s", objectKey);
    }
  }

  @Scheduled(
      every = "${trainyard.datasets.cleanup-interval}",
      delayed = "${trainyard.datasets.cleanup-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void removeDue() {
    for (var objectKey : due(clock.instant())) {
      removeNow(objectKey);
    }
  }

  private List<String> due(Instant now) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                database
                    .createNativeQuery(
                        "SELECT object_key FROM ownerless_object WHERE remove_at <= ?1"
                            + " ORDER BY remove_at LIMIT 1000",
                        String.class)
                    .setParameter(1, now)
                    .getResultList());
  }

  /** The row goes first and comes back if the storage fails; an upload in between waits for it. */
  private void remove(String objectKey) {
    if (deleteRow(objectKey) == 1) {
      if (objectKey.startsWith(PendingUpload.PREFIX)) {
        received.remove(objectKey);
      } else {
        storage.remove(config.bucket(), objectKey);
      }
    }
  }

  private int deleteRow(String objectKey) {
    return database
        .createNativeMutationQuery("DELETE FROM ownerless_object WHERE object_key = ?1")
        .setParameter(1, objectKey)
        .executeUpdate();
  }
}
