package dev.trainyard.process.machine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What processes may ask about machines. */
@ApplicationScoped
public class MachineDirectory {
  private final MachineStore machines;

  MachineDirectory(MachineStore machines) {
    this.machines = machines;
  }

  @Transactional
  public Optional<MachineReference> find(UUID id) {
    return machines.find(id).map(MachineReference::of);
  }

  /** Finds a machine that is neither switched nor deleted before the caller's transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<MachineReference> findStable(UUID id) {
    return machines.isVisible(id)
        ? machines.lockShared(id).map(MachineReference::of)
        : Optional.empty();
  }

  /** Those of {@code ids} that exist, by id. */
  @Transactional
  public Map<UUID, MachineReference> findAll(Collection<UUID> ids) {
    return machines.findAll(ids).stream()
        .map(MachineReference::of)
        .collect(Collectors.toMap(MachineReference::id, Function.identity()));
  }

  /**
   * The agent that holds a machine.
   *
   * @param agentId its installation
   * @param incarnation that installation's start
   */
  public record AgentOfMachine(UUID agentId, long incarnation) {}

  /** The agent that holds a machine; empty before its first sign of life. */
  @Transactional
  public Optional<AgentOfMachine> agentOf(UUID machineId) {
    return machines
        .find(machineId)
        .filter(machine -> machine.agentId() != null)
        .map(machine -> new AgentOfMachine(machine.agentId(), machine.incarnation()));
  }
}
