package dev.trainyard.agent.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.protocol.agent.AgentLease;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * This machine as its administrator sees it.
 *
 * @param machineId the machine
 * @param agentId this installation of the agent
 * @param incarnation this start of it
 * @param hostName where it runs
 * @param agentVersion the agent's version
 * @param registration whether the process service knows the machine
 * @param lease whether the machine is this agent's
 * @param hardware what the machine is made of
 * @param load how busy it is
 * @param run what it is doing, or did last; absent when it never did anything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    examples =
        """
        {"machineId":"019dc2a4-8a10-7000-8000-000000000001",
         "agentId":"019dc2a4-9b77-7000-8000-00000000000a","agentVersion":"0.1.0",
         "incarnation":1795480980000,"hostName":"gpu-1",
         "registration":"REGISTERED","lease":{"state":"MINE"},
         "hardware":{"operatingSystem":"Linux 6.1.0","cpuModel":"Intel(R) Xeon(R) Gold 6338",
                     "cpuCores":64,"memoryBytes":270112571392,"gpus":[]},
         "load":{"cpuFraction":0.07,"memoryUsedBytes":8589934592,
                 "freeDiskBytes":1099511627776,"gpus":[]}}""")
public record AgentView(
    UUID machineId,
    UUID agentId,
    long incarnation,
    String hostName,
    String agentVersion,
    MachineRegistration.Registration registration,
    Lease lease,
    Hardware hardware,
    Load load,
    ObservedRun run) {

  /** Whether the machine is this agent's. */
  public enum LeaseState {
    /** Nobody has said otherwise. */
    MINE,
    /** Another agent has the same machine id and holds it: this one gets no work. */
    HELD_BY_OTHER
  }

  /**
   * Whose the machine is.
   *
   * @param state whether it is this agent's
   * @param holderId the other agent that holds it; absent when none does
   * @param holderHostName where that one runs; may be absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "AgentLease", examples = "{\"state\":\"MINE\"}")
  public record Lease(LeaseState state, UUID holderId, String holderHostName) {

    static Lease of(AgentLease lease) {
      var holder = lease.holder();
      return new Lease(
          lease.isHeldByOther() ? LeaseState.HELD_BY_OTHER : LeaseState.MINE,
          holder.map(AgentLease.Holder::agentId).orElse(null),
          holder.flatMap(AgentLease.Holder::hostName).orElse(null));
    }
  }

  static AgentView of(
      Heartbeat present, MachineRegistration.Registration registration, AgentLease lease) {
    return new AgentView(
        present.machineId(),
        present.agentId(),
        present.incarnation(),
        present.hostName(),
        present.agentVersion(),
        registration,
        Lease.of(lease),
        present.hardware(),
        present.load(),
        present.run());
  }
}
