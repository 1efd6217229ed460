package dev.trainyard.template.modeltype;

import dev.trainyard.kit.naming.NameKey;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The table of the model types. Every method wants a transaction. */
@ApplicationScoped
class ModelTypeStore implements PanacheRepositoryBase<ModelType, String> {
  /** "type" in ASCII. */
  private static final long NAMES_LOCK = 0x74797065L;

  /** A type by its name in any case. */
  Optional<ModelType> named(String name, LockModeType lock) {
    return find("nameKey", NameKey.of(name)).withLock(lock).firstResultOptional();
  }

  List<ModelType> all() {
    return listAll(Sort.ascending("createdAt", "name"));
  }

  /** Holds back every other transaction that adds a type. */
  void lockNames() {
    getEntityManager()
        .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:lock)")
        .setParameter("lock", NAMES_LOCK)
        .getSingleResult();
  }

  /** How many templates are of a type. */
  long templatesOf(String name) {
    return getEntityManager()
        .createQuery("SELECT count(t) FROM Template t WHERE t.modelType = :name", Long.class)
        .setParameter("name", name)
        .getSingleResult();
  }
}
