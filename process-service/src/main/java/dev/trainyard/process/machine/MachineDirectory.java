package dev.trainyard.process.machine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
    return machines.lockShared(id).map(MachineReference::of);
  }

  /** Those of {@code ids} that exist, by id. */
  @Transactional
  public Map<UUID, MachineReference> findAll(Collection<UUID> ids) {
    return machines.findAll(ids).stream()
        .map(MachineReference::of)
        .collect(Collectors.toMap(MachineReference::id, Function.identity()));
  }

  /** Machines that were seen once, but not since {@code cutoff}. */
  @Transactional
  public List<UUID> unseenSince(Instant cutoff) {
    return machines.unseenSince(cutoff);
  }
}
