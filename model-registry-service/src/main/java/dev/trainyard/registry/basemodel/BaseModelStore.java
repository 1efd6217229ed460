package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.persistence.FilteredList;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rows of the base models; each method is one transaction. Thread-safe. */
@ApplicationScoped
class BaseModelStore {
  private static final Set<String> SORTABLE = Set.of("createdAt", "name");

  /** "base" in ASCII. */
  private static final long NAMES_LOCK = 0x62617365L;

  private final EntityManager entities;
  private final ObjectDisposal disposal;

  BaseModelStore(EntityManager entities, ObjectDisposal disposal) {
    this.entities = entities;
    this.disposal = disposal;
  }

  /**
   * @param name the whole name, in any case; empty for all
   */
  @Transactional
  Page<BaseModelView> list(Optional<String> name, PageQuery page) {
    return new FilteredList<>(BaseModel.class)
        .where("e.withdrawnSince is null")
        .where("e.nameKey = :name", "name", name.map(NameKey::of).orElse(null))
        .page(entities, page, page.order(SORTABLE, "createdAt"))
        .map(BaseModelView::of);
  }

  /**
   * A base model, detached: to read.
   *
   * @throws NotFoundException if there is none, or it is withdrawn
   */
  @Transactional
  BaseModel find(UUID id) {
    return seek(id).orElseThrow(() -> new NotFoundException("base model", id));
  }

  /** A base model, detached: to read; nothing if there is none, or it is withdrawn. */
  @Transactional
  Optional<BaseModel> seek(UUID id) {
    return Optional.ofNullable(entities.find(BaseModel.class, id))
        .filter(model -> model.withdrawnSince == null);
  }

  /** Notes where the archive lies, unless that is known; of one that all tenants share, too. */
  @AcrossTenants
  @Transactional
  BaseModel stored(UUID id, String key, String sha256, long sizeBytes) {
    // Not through the entity: of replicas that race, none may be told of a conflict.
    entities
        .createQuery(
            "update BaseModel m set m.archiveKey = ?2, m.sha256 = ?3, m.sizeBytes = ?4"
                + " where m.id = ?1 and m.archiveKey is null")
        .setParameter(1, id)
        .setParameter(2, key)
        .setParameter(3, sha256)
        .setParameter(4, sizeBytes)
        .executeUpdate();
    var model = find(id);
    if (key.equals(model.archiveKey)) {
      disposal.cancel(key);
    }
    return model;
  }

  /**
   * @throws ConflictException if another base model has the name
   */
  @Transactional
  void requireFree(String name) {
    var others =
        entities
            .createQuery("select m.id from BaseModel m where m.nameKey = ?1", UUID.class)
            .setParameter(1, NameKey.of(name))
            .getResultList();
    if (!others.isEmpty()) {
      throw new ConflictException(
          "name-taken",
          "There is a base model of this name; choose another.",
          Map.of("baseModelId", others.get(0)));
    }
  }

  /**
   * Adds a base model whose archive lies under its key, noted for disposal.
   *
   * @throws ConflictException if the name was taken meanwhile, or the note is gone
   */
  @Transactional
  BaseModelView add(BaseModel model) {
    lockNames();
    requireFree(model.name);
    if (!disposal.cancel(model.archiveKey)) {
      throw new ConflictException(
          "copy-expired", "Copying the archive took too long; try again.", Map.of());
    }
    entities.persist(model);
    return BaseModelView.of(model);
  }

  /** Two of one name at once: the second waits, then finds the first. */
  @Transactional(Transactional.TxType.MANDATORY)
  void lockNames() {
    entities
        .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(?1)", Integer.class)
        .setParameter(1, NAMES_LOCK)
        .getSingleResult();
  }
}
