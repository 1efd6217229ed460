package dev.trainyard.kit.tenant;

/** Wants to know when the present thread begins to work for somebody else. */
interface ScopeListener {
  void changed(TenantScope scope);
}
