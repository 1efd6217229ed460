package dev.trainyard.process.machine;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.persistence.FilteredList;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** Machines in the database. Every method wants a transaction of its caller. */
@ApplicationScoped
class MachineStore {
  private static final Set<String> SORTABLE =
      Set.of("name", "createdAt", "updatedAt", "lastSeenAt");

  private final EntityManager entities;

  MachineStore(EntityManager entities) {
    this.entities = entities;
  }

  Optional<Machine> find(UUID id) {
    return Optional.ofNullable(entities.find(Machine.class, id));
  }

  /** Finds a machine and keeps others from changing it until the transaction ends. */
  Optional<Machine> lock(UUID id) {
    return Optional.ofNullable(entities.find(Machine.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** Whether the caller may know of it. */
  boolean isVisible(UUID id) {
    return entities
            .createQuery("select count(*) from Machine where id = :id", Long.class)
            .setParameter("id", id)
            .getSingleResult()
        > 0;
  }

  /**
   * Finds a machine that stays as it is until the transaction ends; others may do the same. Whose
   * it is does not matter: of one that all share, a tenant may not even lock the row.
   */
  @AcrossTenants
  Optional<Machine> lockShared(UUID id) {
    return Optional.ofNullable(entities.find(Machine.class, id, LockModeType.PESSIMISTIC_READ));
  }

  List<Machine> findAll(Collection<UUID> ids) {
    return entities
        .createQuery("from Machine where id in :ids", Machine.class)
        .setParameter("ids", ids)
        .getResultList();
  }

  /**
   * Finds the machine of a name among those that are a tenant's or shared by all.
   *
   * @param tenant an asterisk for the shared ones alone
   */
  Optional<Machine> findByName(String name, String tenant) {
    return entities
        .createQuery("from Machine where nameKey = :key and tenant in :tenants", Machine.class)
        .setParameter("key", NameKey.of(name))
        .setParameter("tenants", List.of(tenant, TenantScope.ALL_NAME))
        .getResultStream()
        .findFirst();
  }

  Page<Machine> list(PageQuery query, String name, String search, Availability availability) {
    var list =
        new FilteredList<>(Machine.class)
            .where("e.nameKey = :key", "key", name == null ? null : NameKey.of(name))
            .containing("e.nameKey", search);
    if (availability != null) {
      list.where(
          switch (availability) {
            case YES -> "e.enabled and e.available";
            case NO -> "e.enabled and not e.available";
            case DISABLED -> "not e.enabled";
          });
    }
    return list.page(entities, query, query.order(SORTABLE, "createdAt"));
  }

  void insert(Machine machine) {
    entities.persist(machine);
    entities.flush();
  }

  void flush() {
    entities.flush();
  }

  void delete(Machine machine) {
    entities.remove(machine);
  }

  /** Machines that count as available without a sign of life since {@code cutoff}. */
  List<Machine> lockAvailableButUnseenSince(Instant cutoff) {
    return lockSome("select * from machine where available and last_seen_at < :cutoff", cutoff);
  }

  /** Enabled machines that are away, and that nobody has changed, since {@code cutoff}. */
  List<Machine> lockEnabledButAwaySince(Instant cutoff) {
    return lockSome(
        """
        select * from machine
        where enabled and not available and coalesce(last_seen_at, created_at) < :cutoff
          and updated_at < :cutoff
        """,
        cutoff);
  }

  /** Machines that are to finish their last run and have none any more. */
  List<Machine> lockDrained() {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            """
            select * from machine m
            where draining and not exists (
              select 1 from training_process p
              where p.machine_id = m.id and p.status in ('STARTING', 'RUNNING', 'STOPPING'))
            order by id limit 100 for update skip locked
            """,
            Machine.class)
        .getResultList();
  }

  private List<Machine> lockSome(String select, Instant cutoff) {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(select + " order by id limit 100 for update skip locked", Machine.class)
        .setParameter("cutoff", cutoff)
        .getResultList();
  }

  /**
   * Has the agent of a machine, which the caller has locked, known by these keys. An agent that is
   * known already keeps its secret: messages with the old one may be on the way.
   */
  void keepKeys(UUID id, SenderKeys keys) {
    entities
        .createNativeQuery(
            """
            UPDATE machine SET public_key = :key,
              message_key = CASE WHEN public_key = :key THEN message_key ELSE :messages END
            WHERE id = :id
            """)
        .setParameter("key", keys.signatureKey().text())
        .setParameter("messages", keys.messageKey().text())
        .setParameter("id", id)
        .executeUpdate();
  }

  /** Says that machines, which the caller has locked, are away. */
  void recordAbsence(List<Machine> silent) {
    silent.forEach(Machine::absent);
    entities
        .createQuery("update Machine set available = false where id in :ids")
        .setParameter("ids", silent.stream().map(Machine::id).toList())
        .executeUpdate();
  }
}
