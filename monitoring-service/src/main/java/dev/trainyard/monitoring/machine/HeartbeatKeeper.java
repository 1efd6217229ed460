package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.tenant.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps the newest heartbeat of each machine, and what all of them add up to. Thread-safe. */
@ApplicationScoped
class HeartbeatKeeper {
  private final LoadHistoryWriter history;
  private final MachineLoadStore machines;

  HeartbeatKeeper(LoadHistoryWriter history, MachineLoadStore machines) {
    this.history = history;
    this.machines = machines;
  }

  /** Keeps all or none; what has come before is kept once. */
  @AcrossTenants
  @Transactional
  void keep(List<Heartbeat> heartbeats) {
    history.add(heartbeats);
    Map<UUID, Heartbeat> newest = new HashMap<>();
    heartbeats.forEach(
        heartbeat ->
            newest.merge(
                heartbeat.machineId(),
                heartbeat,
                (one, other) -> other.time().isBefore(one.time()) ? one : other));
    machines.saveAll(newest.values());
  }
}
