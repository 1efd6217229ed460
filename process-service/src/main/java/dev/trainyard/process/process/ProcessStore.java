package dev.trainyard.process.process;

import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.persistence.FilteredList;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.process.machine.MachineOccupancy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Processes in the database. Every method wants a transaction of its caller. */
@ApplicationScoped
class ProcessStore implements MachineOccupancy {
  /** The index that lets one process hold a machine. */
  static final String HOLDS_MACHINE = "process_holds_machine";

  private static final Set<String> SORTABLE =
      Set.of("name", "status", "createdAt", "startedAt", "finishedAt", "updatedAt");
  private static final List<ProcessStatus> HOLDING =
      Arrays.stream(ProcessStatus.values()).filter(ProcessStatus::holdsMachine).toList();

  private final EntityManager entities;
  private final CurrentTenant tenant;

  ProcessStore(EntityManager entities, CurrentTenant tenant) {
    this.entities = entities;
    this.tenant = tenant;
  }

  Optional<TrainingProcess> find(UUID id) {
    return Optional.ofNullable(entities.find(TrainingProcess.class, id));
  }

  /** Finds a process and keeps others from changing it until the transaction ends. */
  Optional<TrainingProcess> lock(UUID id) {
    return Optional.ofNullable(
        entities.find(TrainingProcess.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The process that holds a machine. */
  Optional<TrainingProcess> findHolder(UUID machineId) {
    return entities
        .createQuery(
            "from TrainingProcess where machineId = :machine and status in :holding and queuedAt is null",
            TrainingProcess.class)
        .setParameter("machine", machineId)
        .setParameter("holding", HOLDING)
        .getResultStream()
        .findFirst();
  }

  /** The process that holds a machine, by its id alone, so that it can be locked afresh. */
  Optional<UUID> findHolderId(UUID machineId) {
    return entities
        .createQuery(
            "select id from TrainingProcess where machineId = :machine and status in :holding and queuedAt is null",
            UUID.class)
        .setParameter("machine", machineId)
        .setParameter("holding", HOLDING)
        .getResultStream()
        .findFirst();
  }

  /** Whether any process holds a machine, whose it may be. */
  @AcrossTenants
  boolean isHeld(UUID machineId) {
    return findHolderId(machineId).isPresent();
  }

  @Override
  @Transactional
  public Map<UUID, Occupant> occupants(Collection<UUID> machineIds) {
    var scope = tenant.scope();
    return tenant.call(TenantScope.all(), () -> occupants(machineIds, scope));
  }

  private Map<UUID, Occupant> occupants(Collection<UUID> machineIds, TenantScope scope) {
    return entities
        .createQuery(
            "from TrainingProcess"
                + " where machineId in :machines and status in :holding and queuedAt is null",
            TrainingProcess.class)
        .setParameter("machines", machineIds)
        .setParameter("holding", HOLDING)
        .getResultStream()
        .collect(Collectors.toMap(TrainingProcess::machineId, process -> occupant(process, scope)));
  }

  /** Which process it is, is nothing to other tenants. */
  private static Occupant occupant(TrainingProcess process, TenantScope scope) {
    var progress = process.progress();
    var isShown = scope.includes(process.tenant());
    return new Occupant(
        isShown ? process.id() : null,
        isShown ? process.name() : null,
        process.status(),
        progress == null ? null : progress.remainingSeconds(),
        progress == null ? null : progress.remainingSecondsLow(),
        progress == null ? null : progress.remainingSecondsHigh());
  }

  @Override
  @AcrossTenants
  @Transactional
  public Map<UUID, Long> queueLengths(Collection<UUID> machineIds) {
    return entities
        .createQuery(
            """
            select machineId, count(*) from TrainingProcess
            where machineId in :machines and queuedAt is not null group by machineId
            """,
            Object[].class)
        .setParameter("machines", machineIds)
        .getResultStream()
        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (Long) row[1]));
  }

  /**
   * Waiting starts of these machines, whose they may be, each machine's in the order in which they
   * get it.
   */
  @AcrossTenants
  List<TrainingProcess> waiting(Collection<UUID> machineIds) {
    return entities
        .createQuery(
            """
            from TrainingProcess where machineId in :machines and queuedAt is not null
            order by queuedAt, id
            """,
            TrainingProcess.class)
        .setParameter("machines", machineIds)
        .getResultList();
  }

  /** The waiting starts whose turn it is: the first of each machine that is free and ready. */
  List<UUID> nextInTurn() {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            """
            select distinct on (p.machine_id) p.id from training_process p
            join machine m on m.id = p.machine_id and m.enabled and m.available
            where p.queued_at is not null and p.enabled and not exists (
              select 1 from training_process h
              where h.machine_id = p.machine_id and h.queued_at is null
                and h.status in ('CREATED', 'STARTING', 'RUNNING', 'STOPPING'))
            order by p.machine_id, p.queued_at, p.id
            """,
            UUID.class)
        .getResultList();
  }

  /** Some of the processes that run on machines without a sign of life since {@code cutoff}. */
  List<TrainingProcess> lockOnSilentMachines(Instant cutoff) {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            """
            select p.* from training_process p join machine m on m.id = p.machine_id
            where p.status in ('STARTING', 'RUNNING', 'STOPPING') and p.queued_at is null
              and m.last_seen_at < :cutoff
            order by p.id limit 100 for update of p skip locked
            """,
            TrainingProcess.class)
        .setParameter("cutoff", cutoff)
        .getResultList();
  }

  /** Some of the processes that ended before {@code cutoff} and wait for nothing. */
  List<TrainingProcess> lockEndedBefore(Instant cutoff) {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            """
            select * from training_process
            where status in ('SUCCEEDED', 'FAILED', 'STOPPED') and finished_at < :cutoff
              and queued_at is null and enabled
            order by finished_at limit 100 for update skip locked
            """,
            TrainingProcess.class)
        .setParameter("cutoff", cutoff)
        .getResultList();
  }

  Page<TrainingProcess> list(PageQuery query, ProcessFilter filter) {
    return new FilteredList<>(TrainingProcess.class)
        .where("e.status in :statuses", "statuses", filter.statuses())
        .where("e.machineId = :machine", "machine", filter.machineId())
        .where("e.templateId = :template", "template", filter.templateId())
        .where("e.projectId = :project", "project", filter.projectId())
        .where("e.baseModelKey = :baseModel", "baseModel", keyOf(filter.baseModel()))
        .where("e.createdAt >= :from", "from", filter.createdFrom())
        .where("e.createdAt < :to", "to", filter.createdTo())
        .containing("e.nameKey", filter.search())
        .page(entities, query, query.order(SORTABLE, "createdAt"));
  }

  private static String keyOf(String name) {
    return name == null ? null : NameKey.of(name);
  }

  void insert(TrainingProcess process) {
    entities.persist(process);
    entities.flush();
  }

  void flush() {
    entities.flush();
  }

  void delete(TrainingProcess process) {
    entities.remove(process);
  }

  boolean hasStage(UUID processId, int attempt, LaunchStage stage) {
    return entities
            .createQuery(
                """
                select count(s) from ProcessStage s
                where s.processId = :process and s.attempt = :attempt and s.stage = :stage
                """,
                Long.class)
            .setParameter("process", processId)
            .setParameter("attempt", attempt)
            .setParameter("stage", stage)
            .getSingleResult()
        > 0;
  }

  void insert(ProcessStage stage) {
    entities.persist(stage);
  }

  /** Every stage that ended, of every attempt. */
  List<ProcessStage> stages(UUID processId) {
    return entities
        .createQuery("from ProcessStage where processId = :process", ProcessStage.class)
        .setParameter("process", processId)
        .getResultList();
  }
}
