package dev.trainyard.kit.integrity;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of each file; each method is one transaction. Thread-safe. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
public class IntegrityStore {
  private static final String NOTE =
      """
      INSERT INTO file_integrity (object_key, state, checked_at, problem)
      VALUES (?1, ?2, ?3, CAST(?4 AS text))
      ON CONFLICT (object_key) DO UPDATE
      SET state = excluded.state, checked_at = excluded.checked_at, problem = excluded.problem
      """;

  private final EntityManager entities;

  IntegrityStore(EntityManager entities) {
    this.entities = entities;
  }

  /** What the last look at a file found; empty if none was taken since it was stored. */
  @Transactional
  public Optional<Integrity> of(String key) {
    return Optional.ofNullable(of(List.of(key)).get(key));
  }

  /** The same for several; files that were not looked at are absent. */
  @Transactional
  public Map<String, Integrity> of(Collection<String> keys) {
    var found = new HashMap<String, Integrity>();
    for (var row :
        entities
            .createNativeQuery(
                "SELECT object_key, state, checked_at, problem FROM file_integrity"
                    + " WHERE object_key IN (?1)",
                Tuple.class)
            .setParameter(1, keys)
            .getResultList()) {
      var tuple = (Tuple) row;
      found.put(
          tuple.get(0, String.class),
          new Integrity(
              Integrity.State.valueOf(tuple.get(1, String.class)),
              tuple.get(2, Instant.class),
              tuple.get(3, String.class)));
    }
    return found;
  }

  @Transactional
  void note(String key, Integrity found) {
    entities
        .createNativeQuery(NOTE)
        .setParameter(1, key)
        .setParameter(2, found.state().name())
        .setParameter(3, found.checkedAt())
        .setParameter(4, found.problem())
        .executeUpdate();
  }

  @Transactional
  void forget(String key) {
    entities
        .createNativeQuery("DELETE FROM file_integrity WHERE object_key = ?1")
        .setParameter(1, key)
        .executeUpdate();
  }

  /** How many files are not as they must be, by state. */
  @Transactional
  Map<Integrity.State, Long> countBad() {
    var counts = new EnumMap<Integrity.State, Long>(Integrity.State.class);
    for (var row :
        entities
            .createNativeQuery(
                "SELECT state, count(*) FROM file_integrity WHERE state <> 'INTACT' GROUP BY state",
                Tuple.class)
            .getResultList()) {
      var tuple = (Tuple) row;
      counts.put(
          Integrity.State.valueOf(tuple.get(0, String.class)),
          tuple.get(1, Number.class).longValue());
    }
    return counts;
  }
}
