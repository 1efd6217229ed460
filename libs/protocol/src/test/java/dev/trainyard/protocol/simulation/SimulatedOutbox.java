package dev.trainyard.protocol.simulation;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.protocol.machine.MachineLease;
import dev.trainyard.protocol.process.Decision.Command;
import dev.trainyard.protocol.process.Effect;
import dev.trainyard.protocol.process.ProcessRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the service has committed and not yet sent; it outlives the service. */
final class SimulatedOutbox {
  private final World world;
  private final Fleet fleet;
  private final Deque<Runnable> rows = new ArrayDeque<>();

  // On the broker.
  private final Map<UUID, List<ProcessStatus>> events = new LinkedHashMap<>();

  SimulatedOutbox(World world, Fleet fleet) {
    this.world = world;
    this.fleet = fleet;
  }

  /** The statuses that events have told of a process, in order. */
  List<ProcessStatus> eventsOf(UUID processId) {
    return events.getOrDefault(processId, List.of());
  }

  /** Nobody asks for the events of a process that was deleted. */
  void forget(UUID processId) {
    events.remove(processId);
  }

  void event(UUID processId, ProcessStatus status, BooleanSupplier exists) {
    rows.add(
        () -> {
          if (exists.getAsBoolean()) {
            events.computeIfAbsent(processId, id -> new ArrayList<>()).add(status);
          }
        });
  }

  /**
   * A command to whoever holds the machine.
   *
   * @param lease who holds it; null if nobody does
   */
  void command(ProcessRecord process, Effect.Commanded commanded, MachineLease lease) {
    var toAgent = lease == null ? null : lease.agentId();
    send(
        process.machineId(),
        commanded.command() == Command.START
            ? agent ->
                agent.start(
                    process.id(),
                    commanded.attempt(),
                    world.planted == Planted.NO_LEASE ? null : toAgent,
                    lease == null ? 0 : lease.incarnation())
            : agent -> agent.stop(process.id(), commanded.attempt(), toAgent));
  }

  /** A stop for a run that the service knows nothing of. */
  void stopStranger(UUID machineId, UUID processId, int attempt, UUID toAgent) {
    send(machineId, agent -> agent.stop(processId, attempt, toAgent));
  }

  void standDown(SimulatedAgent agent, UUID agentId, long incarnation, UUID holder) {
    rows.add(() -> world.send(() -> agent.standDown(agentId, incarnation, holder)));
  }

  /** Sends what was committed, in order, while the service is up. */
  void relay(BooleanSupplier isUp) {
    while (isUp.getAsBoolean() && !rows.isEmpty()) {
      rows.poll().run();
    }
  }

  /** All agents of a machine read its commands. */
  private void send(UUID machineId, Consumer<SimulatedAgent> command) {
    rows.add(
        () -> {
          for (var agent : fleet.agents) {
            if (agent.machineId.equals(machineId)) {
              world.send(() -> command.accept(agent));
            }
          }
        });
  }
}
