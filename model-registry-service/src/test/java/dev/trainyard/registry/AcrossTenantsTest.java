package dev.trainyard.registry;

import dev.trainyard.kit.testing.AcrossTenantsCallers;
import org.junit.jupiter.api.Test;

class AcrossTenantsTest {
  @Test
  void onlyTheseWorkForAllTenants() {
    AcrossTenantsCallers.require(
        "dev.trainyard.registry",
        "BaseModelChanges.endAbandoned",
        "BaseModelStore.stored",
        "BaseModelWithdrawals.takeOver",
        "ModelStore.deleteAbandoned",
        "RegistryFiles.filesAfter",
        "RegistryFiles.remake",
        "RegistryFiles.usedAmong");
  }
}
