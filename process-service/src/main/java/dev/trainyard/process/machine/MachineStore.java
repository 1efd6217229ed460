package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.process.persistence.FilteredList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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

  /** Finds a machine that stays as it is until the transaction ends; others may do the same. */
  Optional<Machine> lockShared(UUID id) {
    return Optional.ofNullable(entities.find(Machine.class, id, LockModeType.PESSIMISTIC_READ));
  }

  List<Machine> findAll(Collection<UUID> ids) {
    return entities
        .createQuery("from Machine where id in :ids", Machine.class)
        .setParameter("ids", ids)
        .getResultList();
  }

  Optional<Machine> findByName(String name) {
    return entities
        .createQuery("from Machine where nameKey = :key", Machine.class)
        .setParameter("key", NameKey.of(name))
        .getResultStream()
        .findFirst();
  }

  Page<Machine> list(PageQuery query, String name, Availability availability) {
    var list =
        new FilteredList<>(Machine.class)
            .where("e.nameKey = :key", "key", name == null ? null : NameKey.of(name));
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

  /**
   * Notes a sign of life of a machine that is or is not available.
   *
   * @return false if there is no such machine in that condition
   */
  boolean recordHeartbeat(Heartbeat heartbeat, boolean available, Instant now) {
    return entities
            .createQuery(
                """
                update Machine set available = true, lastSeenAt = :now, agentVersion = :version,
                  hardware = :hardware, load = :load
                where id = :id and available = :available
                """)
            .setParameter("now", now)
            .setParameter("version", heartbeat.agentVersion())
            .setParameter("hardware", heartbeat.hardware())
            .setParameter("load", heartbeat.load())
            .setParameter("id", heartbeat.machineId())
            .setParameter("available", available)
            .executeUpdate()
        == 1;
  }

  /** Machines that count as available without a sign of life since {@code cutoff}. */
  List<UUID> availableButUnseenSince(Instant cutoff) {
    return entities
        .createQuery("select id from Machine where available and lastSeenAt < :cutoff", UUID.class)
        .setParameter("cutoff", cutoff)
        .getResultList();
  }

  /** Machines without a sign of life since {@code cutoff}. */
  List<UUID> unseenSince(Instant cutoff) {
    return entities
        .createQuery("select id from Machine where lastSeenAt < :cutoff", UUID.class)
        .setParameter("cutoff", cutoff)
        .getResultList();
  }

  /**
   * Says that a machine is away, unless it was seen in the meantime.
   *
   * @return true if it changed
   */
  boolean recordAbsence(UUID id, Instant cutoff) {
    return entities
            .createQuery(
                "update Machine set available = false"
                    + " where id = :id and available and lastSeenAt < :cutoff")
            .setParameter("id", id)
            .setParameter("cutoff", cutoff)
            .executeUpdate()
        == 1;
  }
}
