package dev.trainyard.protocol.simulation;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.protocol.machine.MachineLease;
import dev.trainyard.protocol.machine.MachineLease.Claim;
import dev.trainyard.protocol.process.Decision.Command;
import dev.trainyard.protocol.process.Effect;
import dev.trainyard.protocol.process.Outcome;
import dev.trainyard.protocol.process.ProcessAction;
import dev.trainyard.protocol.process.ProcessInput;
import dev.trainyard.protocol.process.ProcessProtocol;
import dev.trainyard.protocol.process.ProcessRecord;
import dev.trainyard.protocol.process.ProcessState;
import dev.trainyard.protocol.process.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The process service: what it decides is the real thing, its database a map whose transactions
 * cannot fail in part.
 */
final class SimulatedService {
  static final Duration AGENT_LOST = Duration.ofSeconds(120);
  private static final Duration UNAVAILABLE = Duration.ofSeconds(20);

  private final World world;
  private final ProcessProtocol protocol =
      new ProcessProtocol(
          new Waits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(3)));

  // In the database.
  private final Map<UUID, ProcessRecord> processes = new LinkedHashMap<>();
  private final Map<UUID, Machine> machines = new LinkedHashMap<>();
  private final Map<UUID, UUID> agentOfRun = new LinkedHashMap<>();
  private final SimulatedOutbox outbox;

  // On the broker.
  private final Deque<RunReport> unread = new ArrayDeque<>();

  // In memory.
  private boolean up = true;
  private Instant listeningSince;
  private final Map<UUID, Instant> toldToStandDown = new LinkedHashMap<>();

  SimulatedService(World world, Fleet fleet) {
    this.world = world;
    this.outbox = new SimulatedOutbox(world, fleet);
    this.listeningSince = world.now();
    world.every(Duration.ofSeconds(2), this::tick);
  }

  private static final class Machine {
    private MachineLease lease;
    private final Deque<UUID> queue = new ArrayDeque<>();
  }

  void register(UUID machineId) {
    machines.put(machineId, new Machine());
  }

  Map<UUID, ProcessRecord> processes() {
    return processes;
  }

  List<ProcessStatus> eventsOf(UUID processId) {
    return outbox.eventsOf(processId);
  }

  void crash() {
    up = false;
    toldToStandDown.clear();
    world.say("service dies");
    world.after(
        world.between(500, 60_000),
        () -> {
          up = true;
          listeningSince = world.now();
          world.say("service is back");
        });
  }

  // ------------------------------------------------------------------ users

  void create(UUID machineId, boolean queue) {
    if (!up || (!queue && holder(machineId).isPresent() && hasUniqueIndex())) {
      return;
    }
    var id = world.id();
    var state = new ProcessState(ProcessStatus.CREATED, true, queue, false);
    processes.put(id, new ProcessRecord(id, machineId, state, 0, false, 0, null, null, null));
    event(id, ProcessStatus.CREATED);
    if (queue) {
      machines.get(machineId).queue.add(id);
    }
  }

  void act(UUID id, ProcessAction action) {
    var process = processes.get(id);
    if (!up || process == null) {
      return;
    }
    if (action == ProcessAction.DELETE) {
      delete(process);
      return;
    }
    var starts = action == ProcessAction.START || action == ProcessAction.RESTART;
    if (starts && process.state().queued()) {
      return;
    }
    if (starts && !isAvailable(process.machineId())) {
      return;
    }
    perform(process, action, world.chance(0.2));
  }

  private void perform(ProcessRecord process, ProcessInput input, boolean fromScratch) {
    protocol
        .act(process, input, fromScratch, world.now())
        .ifPresent(
            outcome -> {
              if (takesHeldMachine(process, outcome)) {
                if (world.chance(0.5)) {
                  queue(process);
                }
              } else {
                commit(process, outcome);
              }
            });
  }

  private void queue(ProcessRecord process) {
    protocol
        .act(process, new ProcessInput.MachineHeld(), false, world.now())
        .ifPresent(
            outcome -> {
              commit(process, outcome);
              if (outcome.process().state().queued()) {
                machines.get(process.machineId()).queue.add(process.id());
              }
            });
  }

  private void delete(ProcessRecord process) {
    var isOver = !process.hasRun() && process.state().enabled() || process.state().queued();
    if (isOver) {
      processes.remove(process.id());
      outbox.forget(process.id());
    }
  }

  // --------------------------------------------------------------- messages

  void report(RunReport report) {
    if (up) {
      take(report);
    } else {
      unread.add(report);
    }
  }

  private void take(RunReport report) {
    var process = processes.get(report.processId());
    if (process == null) {
      return;
    }
    var outcome = protocol.report(process, asPlanted(report, process), world.now());
    if (report.attempt() != process.attempt()) {
      World.require(
          outcome.process().equals(process),
          "a report of another attempt changes nothing",
          report.phase() + " of " + report.attempt() + " at " + process);
    }
    commit(process, outcome);
  }

  private RunReport asPlanted(RunReport report, ProcessRecord process) {
    return world.planted != Planted.NO_ATTEMPT_CHECK
        ? report
        : new RunReport(
            report.processId(),
            report.machineId(),
            process.attempt(),
            report.sequence(),
            report.phase(),
            null,
            null,
            report.occurredAt(),
            report.modelId(),
            report.failure());
  }

  void heartbeat(
      UUID machineId,
      UUID agentId,
      long incarnation,
      Optional<RunReport> run,
      SimulatedAgent from) {
    if (!up) {
      return;
    }
    var machine = machines.get(machineId);
    var claim =
        MachineLease.claim(
            machine.lease, agentId, incarnation, world.now(), listeningSince, UNAVAILABLE);
    world.seen(claim);
    if (claim == Claim.REFUSED && world.planted != Planted.NO_LEASE) {
      refuse(machine, agentId, incarnation, from);
      return;
    }
    machine.lease = new MachineLease(agentId, incarnation, world.now());
    if (world.fault(0.01)) {
      // Another transaction, and it fails.
      return;
    }
    var holder = holder(machineId);
    if (holder.filter(process -> isAtOther(process, agentId)).isPresent()) {
      commit(
          holder.get(),
          protocol.lose(holder.get(), FailureCause.AGENT_LOST, "taken over", world.now()));
    } else {
      holder.ifPresent(process -> commit(process, protocol.observe(process, run, world.now())));
    }
    run.filter(report -> !holder.map(ProcessRecord::id).equals(Optional.of(report.processId())))
        .ifPresent(report -> endUnwanted(machineId, report));
  }

  private boolean isAtOther(ProcessRecord process, UUID agentId) {
    return process.hasRun() && !agentId.equals(agentOfRun.getOrDefault(process.id(), agentId));
  }

  private void endUnwanted(UUID machineId, RunReport run) {
    var process = processes.get(run.processId());
    if (process != null && process.machineId().equals(machineId)) {
      commit(process, protocol.observe(process, Optional.of(run), world.now()));
    } else if (ProcessProtocol.isUnwanted(run)) {
      outbox.stopStranger(
          machineId, run.processId(), run.attempt(), machines.get(machineId).lease.agentId());
    }
  }

  private void refuse(Machine machine, UUID agentId, long incarnation, SimulatedAgent from) {
    var told = toldToStandDown.get(agentId);
    if (told == null || told.plusSeconds(15).isBefore(world.now())) {
      toldToStandDown.put(agentId, world.now());
      var holder = machine.lease.agentId();
      outbox.standDown(from, agentId, incarnation, holder);
    }
  }

  // ------------------------------------------------------------------ timer

  private void tick() {
    if (!up) {
      return;
    }
    while (!unread.isEmpty()) {
      take(unread.poll());
    }
    var cutoff = world.now().minus(AGENT_LOST);
    for (var process : List.copyOf(processes.values())) {
      var lease = machines.get(process.machineId()).lease;
      if (process.hasRun()
          && cutoff.isAfter(listeningSince)
          && (lease == null || lease.renewedAt().isBefore(cutoff))) {
        commit(process, protocol.lose(process, FailureCause.AGENT_LOST, "silent", world.now()));
      }
    }
    machines.forEach(this::giveTurn);
    outbox.relay(() -> up);
  }

  private void giveTurn(UUID machineId, Machine machine) {
    machine.queue.removeIf(id -> !processes.containsKey(id) || !processes.get(id).state().queued());
    if (holder(machineId).isEmpty() && isAvailable(machineId)) {
      machine.queue.stream()
          .map(processes::get)
          .filter(process -> process.state().enabled())
          .findFirst()
          .ifPresent(process -> perform(process, ProcessAction.START, process.fromScratch()));
    }
  }

  // --------------------------------------------------------------- database

  private void commit(ProcessRecord before, Outcome outcome) {
    processes.put(before.id(), outcome.process());
    var loses = world.planted == Planted.PUBLISH_OUTSIDE_OUTBOX && world.fault(0.02);
    for (var effect : outcome.effects()) {
      if (loses) {
        continue;
      }
      if (effect instanceof Effect.Entered entered) {
        world.seen(entered.status());
        world.say("process %s is %s", before.id(), entered.status());
        event(before.id(), entered.status());
      } else if (effect instanceof Effect.Commanded commanded) {
        var lease = machines.get(before.machineId()).lease;
        if (commanded.command() == Command.START && lease != null) {
          agentOfRun.put(before.id(), lease.agentId());
        }
        outbox.command(before, commanded, lease);
      } else if (effect instanceof Effect.Repaired repaired) {
        world.seen(repaired.repair());
      } else if (effect instanceof Effect.Queued queued) {
        world.seen(queued);
      }
    }
    checkHolders(before.machineId());
  }

  private void event(UUID processId, ProcessStatus status) {
    outbox.event(processId, status, () -> processes.containsKey(processId));
  }

  private boolean isAvailable(UUID machineId) {
    var lease = machines.get(machineId).lease;
    return lease != null && lease.renewedAt().plus(UNAVAILABLE).isAfter(world.now());
  }

  private Optional<ProcessRecord> holder(UUID machineId) {
    return processes.values().stream()
        .filter(process -> process.machineId().equals(machineId))
        .filter(process -> process.state().holdsMachine())
        .findFirst();
  }

  private boolean takesHeldMachine(ProcessRecord process, Outcome outcome) {
    return hasUniqueIndex()
        && outcome.process().state().holdsMachine()
        && holder(process.machineId())
            .filter(other -> !other.id().equals(process.id()))
            .isPresent();
  }

  private boolean hasUniqueIndex() {
    return world.planted != Planted.NO_UNIQUE_INDEX;
  }

  private void checkHolders(UUID machineId) {
    var holders =
        processes.values().stream()
            .filter(process -> process.machineId().equals(machineId))
            .filter(process -> process.state().holdsMachine())
            .count();
    World.require(holders <= 1, "at most one process holds a machine", machineId);
  }
}
