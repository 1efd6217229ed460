package dev.trainyard.process.process;

import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.process.machine.MachineOccupancy;
import dev.trainyard.process.persistence.FilteredList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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

  ProcessStore(EntityManager entities) {
    this.entities = entities;
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
            "from TrainingProcess where machineId = :machine and status in :holding",
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
            "select id from TrainingProcess where machineId = :machine and status in :holding",
            UUID.class)
        .setParameter("machine", machineId)
        .setParameter("holding", HOLDING)
        .getResultStream()
        .findFirst();
  }

  @Override
  @Transactional
  public Map<UUID, Occupant> occupants(Collection<UUID> machineIds) {
    return entities
        .createQuery(
            "from TrainingProcess where machineId in :machines and status in :holding",
            TrainingProcess.class)
        .setParameter("machines", machineIds)
        .setParameter("holding", HOLDING)
        .getResultStream()
        .collect(
            Collectors.toMap(
                TrainingProcess::machineId,
                process -> new Occupant(process.id(), process.name(), process.status())));
  }

  Page<TrainingProcess> list(PageQuery query, ProcessFilter filter) {
    return new FilteredList<>(TrainingProcess.class)
        .where("e.status = :status", "status", filter.status())
        .where("e.machineId = :machine", "machine", filter.machineId())
        .where("e.templateId = :template", "template", filter.templateId())
        .where("e.projectId = :project", "project", filter.projectId())
        .page(entities, query, query.order(SORTABLE, "createdAt"));
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
