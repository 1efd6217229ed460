package dev.trainyard.monitoring;

import dev.trainyard.kit.testing.AcrossTenantsCallers;
import org.junit.jupiter.api.Test;

class AcrossTenantsTest {
  @Test
  void onlyTheseWorkForAllTenants() {
    AcrossTenantsCallers.require(
        "dev.trainyard.monitoring",
        "Bookkeeper.store",
        "HeartbeatKeeper.keep",
        "JournalRetention.expire",
        "JournalVerification.verify",
        "JournalWriter.append",
        "LogFeed.noticeOthers",
        "LogStore.save",
        "MachineMetrics.look",
        "MessageOrigin.sort",
        "MetricFeed.noticeOthers",
        "MetricRollup.lookForWaiting",
        "MetricRollup.rollUp",
        "MetricWriter.save",
        "OldEntries.delete",
        "OldMachineLoad.clean",
        "RefusedMessages.add",
        "RefusedMessages.tell",
        "WebhookDispatcher.dispatch");
  }
}
