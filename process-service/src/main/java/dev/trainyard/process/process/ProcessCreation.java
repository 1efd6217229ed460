package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.ProblemException;
import dev.trainyard.kit.tracing.TraceContext;
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
   * What a request asks for.
   *
   * @param id null if any will do
   * @param datasetId null if any will do
   * @param name null if any will do
   */
  private record Wanted(UUID id, UUID machineId, UUID templateId, UUID datasetId, String name) {
    boolean describes(TrainingProcess process) {
      return process.machineId().equals(machineId)
          && process.snapshot().template().id().equals(templateId)
          && (datasetId == null || process.snapshot().dataset().id().equals(datasetId))
          && (name == null || process.name().equals(name));
    }
  }

  /**
   * Creates a process that holds its machine from now on.
   *
   * @throws InvalidRequestException if the machine, the template or the dataset does not exist
   * @throws MachineBusyException if another process holds the machine
   * @throws ConflictException if the machine is disabled or there is no dataset
   */
  Made create(CreateProcessRequest request) {
    var wanted =
        new Wanted(
            request.id(),
            request.machineId(),
            request.templateId(),
            request.datasetId(),
            request.name());
    return present(wanted)
        .orElseGet(
            () -> {
              // Before the template service is asked: most refusals need no second service.
              requireUsable(request.machineId(), machines::find);
              var snapshot = templates.snapshot(request.templateId(), request.datasetId());
              return insert(wanted, request.queue(), snapshot);
            });
  }

  /**
   * Makes another process of one that exists.
   *
   * @throws NotFoundException if there is no such process
   * @throws InvalidRequestException if the machine does not exist
   * @throws MachineBusyException if another process holds the machine, and it is not to wait
   * @throws ConflictException if the machine is disabled, or the dataset was deleted
   */
  Made copy(UUID id, CloneProcessRequest request) {
    var original =
        QuarkusTransaction.requiringNew()
            .call(() -> processes.find(id).orElseThrow(() -> new NotFoundException("process", id)));
    var machineId = request.machineId() != null ? request.machineId() : original.machineId();
    var snapshot = original.snapshot();
    var wanted =
        new Wanted(
            request.id(),
            machineId,
            snapshot.template().id(),
            snapshot.dataset().id(),
            request.name());
    return present(wanted)
        .orElseGet(
            () -> {
              requireUsable(machineId, machines::find);
              return insert(wanted, request.queue(), snapshot);
            });
  }

  private Made insert(Wanted wanted, boolean queue, TemplateSnapshot snapshot) {
    var id = wanted.id() != null ? wanted.id() : ids.next();
    templates.hold(snapshot, id);
    try {
      return doInsert(id, wanted, queue, snapshot);
    } catch (ProblemException | ConstraintViolationException e) {
      // The same request may have been faster.
      return present(wanted)
          .orElseThrow(
              () -> {
                // With an id of the client's the same request may be on its way once more.
                if (wanted.id() == null) {
                  templates.release(snapshot, id);
                }
                return e instanceof ProblemException ? e : taken(id);
              });
    }
  }

  private static ConflictException taken(UUID id) {
    return new ConflictException(
        "id-taken",
        "Another process has this id; leave the id out to create one more.",
        Map.of("processId", id));
  }

  /** The process that an earlier request with this id made; empty if it has none. */
  private Optional<Made> present(Wanted wanted) {
    return Optional.ofNullable(wanted.id())
        .flatMap(
            id ->
                QuarkusTransaction.requiringNew()
                    .call(() -> processes.find(id).map(found -> same(found, wanted))));
  }

  private Made same(TrainingProcess found, Wanted wanted) {
    if (!wanted.describes(found)) {
      throw new ConflictException(
          "id-taken",
          ("Process %s has another machine, template, dataset or name; leave the id out to create"
                  + " one more.")
              .formatted(found.id()),
          Map.of("processId", found.id()));
    }
    return new Made(views.of(found), false);
  }

  private Made doInsert(UUID id, Wanted wanted, boolean queue, TemplateSnapshot snapshot) {
    return new Made(
        machineHold.call(
            wanted.machineId(),
            () -> insertNow(id, wanted.machineId(), wanted.name(), queue, snapshot)),
        true);
  }

  private ProcessView insertNow(
      UUID id, UUID machineId, String wantedName, boolean queue, TemplateSnapshot snapshot) {
    var machine = requireUsable(machineId, machines::findStable);
    var name = wantedName != null ? wantedName : defaultName(snapshot);
    var process =
        new TrainingProcess(id, name, machine.id(), machine.name(), snapshot, clock.instant());
    if (queue) {
      process.queue(clock.instant());
      TraceContext.traceparent().ifPresent(process::beginTrace);
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
