package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Objects that are to go. They are noted in the transaction after which nobody needs them, so that
 * none is forgotten when the service or the storage fails in between. The note is locked while its
 * object is removed: a key noted anew waits for that. Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
public class ObjectDisposal {
  private static final Logger LOG = Logger.getLogger(ObjectDisposal.class);
  private static final String NOTE =
      """
      INSERT INTO object_disposal (object_key, not_before) VALUES (?1, ?2)
      ON CONFLICT (object_key) DO UPDATE SET not_before = excluded.not_before
      """;
  private static final String NOTE_ALL =
      """
      INSERT INTO object_disposal (object_key, not_before)
      SELECT object_key, ?1 FROM (%s) AS found (object_key)
      ON CONFLICT (object_key) DO UPDATE SET not_before = excluded.not_before
      """;
  private static final String LOCK_ONE =
      "SELECT object_key FROM object_disposal WHERE object_key = ?1 FOR UPDATE";
  private static final String LOCK_IF_DUE =
      """
      SELECT object_key FROM object_disposal
      WHERE object_key = ?1 AND not_before <= ?2 FOR UPDATE SKIP LOCKED
      """;
  private static final String LOCK_DUE =
      """
      SELECT object_key FROM object_disposal WHERE not_before <= ?1
      ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED
      """;
  private static final String FORGET_DUE =
      "DELETE FROM object_disposal WHERE object_key = ?1 AND not_before <= ?2";

  /** When an object that could not be removed is tried again. */
  private static final Duration LATER = Duration.ofSeconds(30);

  private final EntityManager entities;
  private final ObjectStorage storage;
  private final MultipartUploads uploads;
  private final FileOwner owner;
  private final IntegrityStore integrity;
  private final IntegrityConfig config;
  private final Clock clock;

  ObjectDisposal(
      EntityManager entities,
      ObjectStorage storage,
      MultipartUploads uploads,
      FileOwner owner,
      IntegrityStore integrity,
      IntegrityConfig config,
      Clock clock) {
    this.entities = entities;
    this.owner = owner;
    this.integrity = integrity;
    this.config = config;
    this.storage = storage;
    this.uploads = uploads;
    this.clock = clock;
  }

  /**
   * Notes an object, with the present transaction if there is one.
   *
   * @param notBefore until when something may still be written there
   */
  @Transactional
  public void note(String key, Instant notBefore) {
    entities
        .createNativeQuery(NOTE)
        .setParameter(1, key)
        .setParameter(2, notBefore)
        .executeUpdate();
  }

  /**
   * The same for many, which do not pass through here.
   *
   * @param query in SQL, selects the keys; {@code ?2} is its parameter
   */
  @Transactional
  public void noteAll(String query, Object parameter, Instant notBefore) {
    entities
        .createNativeQuery(NOTE_ALL.formatted(query))
        .setParameter(1, notBefore)
        .setParameter(2, parameter)
        .executeUpdate();
  }

  /**
   * Notes an object that is about to be stored and belongs to nobody until {@link #cancel}: it goes
   * if whoever stores it dies.
   */
  @Transactional
  public void noteStoring(String key) {
    note(key, clock.instant().plus(config.storingTimeout()));
  }

  /**
   * Notes an object that belongs to nobody.
   *
   * @return false if it is noted already: somebody may be about to write it
   */
  @Transactional
  boolean noteOrphan(String key) {
    return entities
            .createNativeQuery(
                "INSERT INTO object_disposal (object_key, not_before) VALUES (?1, ?2)"
                    + " ON CONFLICT (object_key) DO NOTHING")
            .setParameter(1, key)
            .setParameter(2, clock.instant())
            .executeUpdate()
        > 0;
  }

  /** Those of the keys that are noted. */
  @Transactional
  Set<String> notedAmong(Collection<String> keys) {
    Stream<?> noted =
        entities
            .createNativeQuery(
                "SELECT object_key FROM object_disposal WHERE object_key IN (?1)", String.class)
            .setParameter(1, keys)
            .getResultStream();
    return noted.map(String.class::cast).collect(Collectors.toSet());
  }

  /**
   * Takes a note back, in the transaction in which the object comes into use.
   *
   * @return false if there is none any more: the object may be gone
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean cancel(String key) {
    return entities
            .createNativeQuery("DELETE FROM object_disposal WHERE object_key = ?1")
            .setParameter(1, key)
            .executeUpdate()
        > 0;
  }

  /**
   * The same, where the object must be there.
   *
   * @throws IllegalStateException if there is no note any more: storing took too long
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void takeOver(String key) {
    if (!cancel(key)) {
      throw new IllegalStateException("storing took longer than is allowed, and it was removed");
    }
  }

  /** Removes a noted object now if the storage allows; otherwise the clean-up does it later. */
  public void removeEarly(String key) {
    try {
      QuarkusTransaction.requiringNew()
          .run(() -> locked(LOCK_ONE, key).forEach(found -> remove(found, clock.instant())));
    } catch (DependencyUnavailableException e) {
      LOG.warnf("Object not removed, will be later key=%s reason=%s", key, e.getMessage());
    }
  }

  /**
   * Removes all objects whose time has come; one that cannot be removed waits, and the others go.
   *
   * @throws DependencyUnavailableException if the storage does not answer; the rest stays noted
   */
  public void removeDue() {
    var now = clock.instant();
    var failures = new FewFailures();
    for (var due = nextDue(now); due.isPresent(); due = nextDue(now)) {
      var key = due.get();
      if (!failures.tries(key, () -> removeIfDue(key, now))) {
        postpone(key, now.plus(LATER));
      }
    }
  }

  /**
   * Throws away uploads in parts with which nobody goes on: of an object that nobody knows, and of
   * one that is there already. No listing of objects shows them.
   *
   * @param begunBefore younger ones are left alone
   * @return how many
   */
  public long abortAbandoned(Instant begunBefore) {
    var aborted = 0L;
    for (var bucket : owner.buckets()) {
      for (var upload : uploads.open(bucket)) {
        var key = upload.key();
        if (!upload.begunAt().isAfter(begunBefore)
            && (isUnknown(key) || storage.size(bucket, key).isPresent())) {
          uploads.abort(bucket, key, upload.uploadId());
          aborted++;
          LOG.warnf("Abandoned upload thrown away key=%s begunAt=%s", key, upload.begunAt());
        }
      }
    }
    return aborted;
  }

  private boolean isUnknown(String key) {
    return notedAmong(List.of(key)).isEmpty() && owner.usedAmong(List.of(key)).isEmpty();
  }

  private Optional<String> nextDue(Instant now) {
    return QuarkusTransaction.requiringNew().call(() -> first(LOCK_DUE, now));
  }

  private void removeIfDue(String key, Instant now) {
    QuarkusTransaction.requiringNew()
        .run(() -> locked(LOCK_IF_DUE, key, now).forEach(found -> remove(found, now)));
  }

  private void postpone(String key, Instant until) {
    QuarkusTransaction.requiringNew().run(() -> note(key, until));
  }

  private Optional<String> first(String query, Object parameter) {
    return locked(query, parameter).stream().findFirst();
  }

  private List<String> locked(String query, Object... parameters) {
    var locking = entities.createNativeQuery(query, String.class);
    for (var index = 0; index < parameters.length; index++) {
      locking.setParameter(index + 1, parameters[index]);
    }
    Stream<?> keys = locking.getResultStream();
    return keys.map(String.class::cast).toList();
  }

  private void remove(String key, Instant now) {
    if (owner.usedAmong(List.of(key)).isEmpty()) {
      // Also parts of an upload that was never completed.
      uploads.abortAll(owner.bucketOf(key), key);
      storage.remove(owner.bucketOf(key), key);
      integrity.forget(key);
    }
    entities
        .createNativeQuery(FORGET_DUE)
        .setParameter(1, key)
        .setParameter(2, now)
        .executeUpdate();
  }
}
