package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.process.machine.MachineDirectory;
import dev.trainyard.process.machine.MachineReference;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;

/** Makes processes from templates. Thread-safe. */
@ApplicationScoped
class ProcessCreation {
  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("-yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int MAX_NAME = 100;
  private static final int SUFFIX_LENGTH = 16;

  private final TemplateCatalog templates;
  private final MachineDirectory machines;
  private final MachineHold machineHold;
  private final ProcessStore processes;
  private final ProcessTransitions transitions;
  private final ProcessViews views;
  private final IdGenerator ids;
  private final Clock clock;

  ProcessCreation(
      TemplateCatalog templates,
      MachineDirectory machines,
      MachineHold machineHold,
      ProcessStore processes,
      ProcessTransitions transitions,
      ProcessViews views,
      IdGenerator ids,
      Clock clock) {
    this.templates = templates;
    this.machines = machines;
    this.machineHold = machineHold;
    this.processes = processes;
    this.transitions = transitions;
    this.views = views;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What a request led to.
   *
   * @param view the process
   * @param anew false when an earlier request with the same id had made it
   */
  record Made(ProcessView view, boolean anew) {}

  /**
   * Creates a process that holds its machine from now on.
   *
   * @throws InvalidRequestException if the machine, the template or the dataset does not exist
   * @throws MachineBusyException if another process holds the machine
   * @throws ConflictException if the machine is disabled or there is no dataset
   */
  Made create(CreateProcessRequest request) {
    // Before the template service is asked: most refusals need no second service.
    requireUsable(request.machineId(), machines::find);
    var snapshot = templates.snapshot(request.templateId(), request.datasetId());
    return insert(request.id(), request.machineId(), request.name(), request.queue(), snapshot);
  }

  /**
   * Makes another process of one that exists.
   *
   * @throws NotFoundException if there is no such process
   * @throws InvalidRequestException if the machine does not exist
   * @throws MachineBusyException if another process holds the machine, and it is not to wait
   * @throws ConflictException if the machine is disabled
   */
  Made copy(UUID id, CloneProcessRequest request) {
    var original =
        QuarkusTransaction.requiringNew()
            .call(() -> processes.find(id).orElseThrow(() -> new NotFoundException("process", id)));
    var machineId = request.machineId() != null ? request.machineId() : original.machineId();
    return insert(request.id(), machineId, request.name(), request.queue(), original.snapshot());
  }

  private Made insert(
      UUID wantedId, UUID machineId, String name, boolean queue, TemplateSnapshot snapshot) {
    if (wantedId == null) {
      return doInsert(ids.next(), machineId, name, queue, snapshot);
    }
    try {
      return present(wantedId, machineId, snapshot)
          .orElseGet(() -> doInsert(wantedId, machineId, name, queue, snapshot));
    } catch (MachineBusyException | ConstraintViolationException e) {
      // The same request may have been faster.
      return present(wantedId, machineId, snapshot).orElseThrow(() -> e);
    }
  }

  /** The process that an earlier request with this id made. */
  private Optional<Made> present(UUID id, UUID machineId, TemplateSnapshot snapshot) {
    return QuarkusTransaction.requiringNew()
        .call(() -> processes.find(id).map(found -> same(found, machineId, snapshot)));
  }

  private Made same(TrainingProcess found, UUID machineId, TemplateSnapshot snapshot) {
    if (!found.machineId().equals(machineId)
        || !found.snapshot().template().id().equals(snapshot.template().id())) {
      throw new ConflictException(
          "id-taken",
          "Process %s has another machine or template; leave the id out to create one more."
              .formatted(found.id()),
          Map.of("processId", found.id()));
    }
    return new Made(views.of(found), false);
  }

  private Made doInsert(
      UUID id, UUID machineId, String name, boolean queue, TemplateSnapshot snapshot) {
    return new Made(
        machineHold.call(machineId, () -> insertNow(id, machineId, name, queue, snapshot)), true);
  }

  private ProcessView insertNow(
      UUID id, UUID machineId, String wantedName, boolean queue, TemplateSnapshot snapshot) {
    var machine = requireUsable(machineId, machines::findStable);
    var name = wantedName != null ? wantedName : defaultName(snapshot);
    var process =
        new TrainingProcess(id, name, machine.id(), machine.name(), snapshot, clock.instant());
    if (queue) {
      process.queue(clock.instant());
    } else {
      machineHold.requireNoQueue(process);
    }
    processes.insert(process);
    transitions.publish(EventType.PROCESS_CREATED, process);
    if (queue) {
      transitions.publish(EventType.PROCESS_QUEUED, process);
    }
    return views.of(process);
  }

  private static MachineReference requireUsable(
      UUID machineId, Function<UUID, Optional<MachineReference>> lookUp) {
    var machine =
        lookUp
            .apply(machineId)
            .orElseThrow(
                () -> new InvalidRequestException("machineId", "names no machine: " + machineId));
    MachineHold.requireEnabled(machine);
    return machine;
  }

  private String defaultName(TemplateSnapshot snapshot) {
    var template = snapshot.template().name();
    return template.substring(0, Math.min(template.length(), MAX_NAME - SUFFIX_LENGTH))
        + SUFFIX.format(clock.instant());
  }
}
