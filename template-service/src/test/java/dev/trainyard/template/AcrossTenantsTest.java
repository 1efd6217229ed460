package dev.trainyard.template;

import dev.trainyard.kit.testing.AcrossTenantsCallers;
import org.junit.jupiter.api.Test;

class AcrossTenantsTest {
  @Test
  void onlyTheseWorkForAllTenants() {
    AcrossTenantsCallers.require(
        "dev.trainyard.template",
        "CheckLifecycle.claimNext",
        "DatasetFiles.filesAfter",
        "DatasetFiles.usedAmong",
        "DatasetUses.removeExpired",
        "ProjectStore.tenants");
  }
}
