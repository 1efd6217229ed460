package dev.trainyard.registry;

import dev.trainyard.kit.testing.PermissionMatrix;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PermissionsTest {
  @Test
  void eachOperationNeedsThePermissionThatTheDocumentationNames() throws IOException {
    PermissionMatrix.require("dev.trainyard.registry", "model-registry-service");
  }
}
