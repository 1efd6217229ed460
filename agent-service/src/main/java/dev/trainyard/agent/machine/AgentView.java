package dev.trainyard.agent.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.ObservedRun;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * This machine as its administrator sees it.
 *
 * @param machineId the machine
 * @param agentId this start of the agent
 * @param agentVersion the agent's version
 * @param registration whether the process service knows the machine
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
         "registration":"REGISTERED",
         "hardware":{"operatingSystem":"Linux 6.1.0","cpuModel":"Intel(R) Xeon(R) Gold 6338",
                     "cpuCores":64,"memoryBytes":270112571392,"gpus":[]},
         "load":{"cpuFraction":0.07,"memoryUsedBytes":8589934592,
                 "freeDiskBytes":1099511627776,"gpus":[]}}""")
public record AgentView(
    UUID machineId,
    UUID agentId,
    String agentVersion,
    MachineRegistration.Registration registration,
    Hardware hardware,
    Load load,
    ObservedRun run) {

  static AgentView of(Heartbeat present, MachineRegistration.Registration registration) {
    return new AgentView(
        present.machineId(),
        present.agentId(),
        present.agentVersion(),
        registration,
        present.hardware(),
        present.load(),
        present.run());
  }
}
