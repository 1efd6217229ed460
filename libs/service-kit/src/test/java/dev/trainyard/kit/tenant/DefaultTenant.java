package dev.trainyard.kit.tenant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has tests that call a service's beans themselves, without a request, do so as one tenant. */
public final class DefaultTenant implements BeforeEachCallback, AfterEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    CurrentTenant.restore(TenantScope.of("default"));
    // Another thread would work for nobody, and find no row.
    Awaitility.pollInSameThread();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    CurrentTenant.restore(null);
    Awaitility.reset();
  }
}
