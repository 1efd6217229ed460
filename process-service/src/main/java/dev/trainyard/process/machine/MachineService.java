package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;

/** What users do with machines. Thread-safe. */
@ApplicationScoped
class MachineService {
  private final MachineStore machines;
  private final MachineOccupancy occupancy;
  private final Outbox outbox;
  private final IdGenerator ids;
  private final Clock clock;
  private final CurrentTenant tenant;

  MachineService(
      MachineStore machines,
      MachineOccupancy occupancy,
      Outbox outbox,
      IdGenerator ids,
      Clock clock,
      CurrentTenant tenant) {
    this.machines = machines;
    this.occupancy = occupancy;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
    this.tenant = tenant;
  }

  /** A machine, the version for its ETag, and whether this call made it. */
  record Result(MachineView view, long version, boolean created) {}

  /**
   * Registers a machine; the same again with the same id is answered with what is there.
   *
   * @throws ConflictException if the name or the id is taken
   */
  Result register(RegisterMachineRequest request) {
    var id = request.id() != null ? request.id() : ids.next();
    return namedTransaction(id, () -> insert(id, request));
  }

  private Result insert(UUID id, RegisterMachineRequest request) {
    var present = machines.find(id);
    if (present.isPresent()) {
      if (isSame(present.get(), request)) {
        return result(present.get(), false);
      }
      throw new ConflictException(
          "id-taken",
          "Machine %s is registered with another name, address or description; change it with PUT."
              .formatted(id),
          Map.of("machineId", id));
    }
    requireFreeName(request.name(), id, tenant.scope().name().orElseThrow());
    var machine =
        new Machine(id, request.name(), request.address(), request.description(), clock.instant());
    machines.insert(machine);
    publish(EventType.MACHINE_REGISTERED, machine);
    return result(machine, true);
  }

  @Transactional
  Result get(UUID id) {
    return result(machines.find(id).orElseThrow(() -> notFound(id)), false);
  }

  @Transactional
  Page<MachineView> list(PageQuery query, String name, String search, Availability availability) {
    var page = machines.list(query, name, search, availability);
    var ids = page.items().stream().map(Machine::id).toList();
    var occupants = occupancy.occupants(ids);
    var queues = occupancy.queueLengths(ids);
    return page.map(
        machine ->
            MachineView.of(
                machine, occupants.get(machine.id()), queues.getOrDefault(machine.id(), 0L)));
  }

  /**
   * @param ifMatch the version the client has seen
   * @throws ConflictException if the name is taken
   */
  Result update(UUID id, String ifMatch, UpdateMachineRequest request) {
    return namedTransaction(
        id,
        () -> {
          var machine = requireOwn(id);
          EntityTags.requireMatch(ifMatch, machine.version());
          requireFreeName(request.name(), id, machine.tenant());
          machine.describe(
              request.name(), request.address(), request.description(), clock.instant());
          machines.flush();
          publish(EventType.MACHINE_UPDATED, machine);
          return result(machine, false);
        });
  }

  /** Switches a machine on or off; nothing happens when it already is. */
  @Transactional
  Result enable(UUID id, boolean enabled) {
    var machine = requireOwn(id);
    if (machine.enabled() != enabled) {
      machine.enable(enabled, clock.instant());
      machines.flush();
      publish(enabled ? EventType.MACHINE_ENABLED : EventType.MACHINE_DISABLED, machine);
    }
    return result(machine, false);
  }

  /**
   * Lets a machine finish its run and take nothing new; told by an event when it has. Nothing
   * happens when it already does, or is disabled and has no run.
   */
  @Transactional
  Result drain(UUID id) {
    var machine = requireOwn(id);
    if (machine.enabled() || !machine.draining() && hasRun(id)) {
      machine.drain(clock.instant());
      machines.flush();
      publish(EventType.MACHINE_DRAINING, machine);
    }
    return result(machine, false);
  }

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.machine.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @Transactional
  void noticeDrainedMachines() {
    for (var machine : machines.lockDrained()) {
      machine.drained(clock.instant());
      publish(EventType.MACHINE_DRAINED, machine);
    }
  }

  /**
   * @throws ConflictException if a process holds the machine or waits for it
   */
  @Transactional
  void delete(UUID id) {
    var machine = requireOwn(id);
    occupant(id)
        .ifPresent(
            occupant -> {
              throw new ConflictException(
                  "machine-busy",
                  "Machine %s is held by process %s (%s); stop or delete that first."
                      .formatted(machine.name(), occupant.name(), occupant.status()),
                  Map.of(
                      "machineId", id, "processId", occupant.id(), "processName", occupant.name()));
            });
    var waiting = occupancy.queueLengths(List.of(id)).getOrDefault(id, 0L);
    if (waiting > 0) {
      throw new ConflictException(
          "machine-awaited",
          "%d starts wait for machine %s; stop or delete those processes first."
              .formatted(waiting, machine.name()),
          Map.of("machineId", id, "queueLength", waiting));
    }
    machines.delete(machine);
    publish(EventType.MACHINE_DELETED, machine);
  }

  /** The database has the last word on names when two requests race. */
  private Result namedTransaction(UUID id, Supplier<Result> work) {
    try {
      return QuarkusTransaction.requiringNew().call(work::get);
    } catch (ConstraintViolationException e) {
      return QuarkusTransaction.requiringNew()
          .call(
              () -> {
                try {
                  // Two clients sent the same id or name at once.
                  return work.get();
                } catch (ConstraintViolationException taken) {
                  throw new ConflictException(
                      "id-taken",
                      "Another machine has this id or this name. Choose another name, or leave the id out.",
                      Map.of("machineId", id));
                }
              });
    }
  }

  private void requireFreeName(String name, UUID id, String owner) {
    machines
        .findByName(name, owner)
        .filter(other -> !other.id().equals(id))
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "name-taken",
                  "Another machine is called %s; names are compared without case."
                      .formatted(other.name()),
                  Map.of("machineId", other.id()));
            });
  }

  /**
   * A machine to change, locked.
   *
   * @throws ForbiddenException if all tenants share it, and the caller acts for one of them
   */
  private Machine requireOwn(UUID id) {
    var machine = machines.lock(id);
    if (machine.isEmpty() && machines.isVisible(id)) {
      throw new ForbiddenException();
    }
    return machine.orElseThrow(() -> notFound(id));
  }

  private static boolean isSame(Machine machine, RegisterMachineRequest request) {
    return machine.name().equals(request.name())
        && machine.address().equals(request.address())
        && Objects.equals(machine.description(), request.description());
  }

  private Result result(Machine machine, boolean created) {
    var view =
        MachineView.of(
            machine,
            occupant(machine.id()).orElse(null),
            occupancy.queueLengths(List.of(machine.id())).getOrDefault(machine.id(), 0L));
    return new Result(view, machine.version(), created);
  }

  private Optional<MachineOccupancy.Occupant> occupant(UUID id) {
    return Optional.ofNullable(occupancy.occupants(List.of(id)).get(id));
  }

  private boolean hasRun(UUID id) {
    return occupant(id).filter(MachineOccupancy.Occupant::hasRun).isPresent();
  }

  private void publish(EventType type, Machine machine) {
    outbox.publish(type, machine.id(), machine.toEvent(null, clock.instant()), machine.tenant());
  }

  private static NotFoundException notFound(UUID id) {
    return new NotFoundException("machine", id);
  }
}
