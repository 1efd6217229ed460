package dev.trainyard.process;

import dev.trainyard.kit.testing.AcrossTenantsCallers;
import org.junit.jupiter.api.Test;

class AcrossTenantsTest {
  @Test
  void onlyTheseWorkForAllTenants() {
    AcrossTenantsCallers.require(
        "dev.trainyard.process",
        "AgentTokens.give",
        "Enrolments.complete",
        "HeartbeatConsumer.consume",
        "MachineAvailability.disableMachinesThatStayAway",
        "MachineAvailability.markSilentMachines",
        "MachineService.noticeDrainedMachines",
        "MachineStore.lockShared",
        "ProcessReportConsumer.consume",
        "ProcessStore.isHeld",
        "ProcessStore.occupants",
        "ProcessStore.queueLengths",
        "ProcessStore.waiting",
        "ProcessTimer.deleteOldProcesses",
        "ProcessTimer.giveUpLostRuns",
        "ProcessTimer.startWhoseTurnItIs");
  }
}
