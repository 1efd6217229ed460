package dev.trainyard.kit.tenant;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Before transactions: their connection is to be of all tenants from the beginning. */
@AcrossTenants
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class AcrossTenantsInterceptor {
  private final CurrentTenant tenant;

  AcrossTenantsInterceptor(CurrentTenant tenant) {
    this.tenant = tenant;
  }

  @AroundInvoke
  Object run(InvocationContext context) throws Exception {
    try {
      return tenant.call(TenantScope.all(), () -> proceed(context));
    } catch (CheckedFailure failure) {
      throw failure.checked;
    }
  }

  private static Object proceed(InvocationContext context) {
    try {
      return context.proceed();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CheckedFailure(e);
    }
  }

  /** Carries an exception through code that knows none. */
  private static final class CheckedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Exception checked;

    private CheckedFailure(Exception checked) {
      super(checked);
      this.checked = checked;
    }
  }
}
