package dev.trainyard.kit.tenant;

import io.quarkus.arc.All;
import io.quarkus.arc.Arc;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;

/**
 * For whom the present thread works: for whom it was told, else for whom its request is made, else
 * for nobody. Thread-safe.
 */
@ApplicationScoped
public class CurrentTenant {
  /** The attribute of an identity that holds its {@link TenantScope}. */
  public static final String ATTRIBUTE = "trainyard.tenant";

  /** The attribute of an identity that says whether its token names no tenant. */
  public static final String PLATFORM_ATTRIBUTE = "trainyard.platform";

  /** The attribute of an identity that says whether it is a service. */
  public static final String SERVICE_ATTRIBUTE = "trainyard.service";

  private static final ThreadLocal<TenantScope> TOLD = new ThreadLocal<>();

  private final CurrentIdentityAssociation identities;
  private final List<ScopeListener> listeners;

  CurrentTenant(CurrentIdentityAssociation identities, @All List<ScopeListener> listeners) {
    this.identities = identities;
    this.listeners = listeners;
  }

  /** Whose rows are seen now. */
  public TenantScope scope() {
    var told = TOLD.get();
    return told == null ? ofRequest() : told;
  }

  /**
   * Lets only those go on whose token names no tenant: what follows is everybody's.
   *
   * @throws ForbiddenException if it names one
   */
  public void requirePlatform() {
    if (!Boolean.TRUE.equals(identities.getIdentity().getAttribute(PLATFORM_ATTRIBUTE))) {
      throw new ForbiddenException();
    }
  }

  /**
   * Lets only the platform's services go on: what follows are secrets among them.
   *
   * @throws ForbiddenException if somebody else asks
   */
  public void requireService() {
    if (!Boolean.TRUE.equals(identities.getIdentity().getAttribute(SERVICE_ATTRIBUTE))) {
      throw new ForbiddenException();
    }
  }

  /**
   * Does something for somebody else. In a transaction that has begun, what was changed before must
   * have been sent to the database: it would be written for the other one.
   */
  public <T> T call(TenantScope scope, Supplier<T> work) {
    var told = TOLD.get();
    var before = scope();
    if (scope.equals(before)) {
      return work.get();
    }
    TOLD.set(scope);
    T result;
    try {
      tell(scope);
      result = work.get();
    } catch (RuntimeException | Error e) {
      restore(told);
      tellAfter(e, before);
      throw e;
    }
    restore(told);
    tell(before);
    return result;
  }

  private void tell(TenantScope scope) {
    listeners.forEach(listener -> listener.changed(scope));
  }

  /** Why the work failed matters more than that the way back failed too. */
  private void tellAfter(Throwable failure, TenantScope scope) {
    try {
      tell(scope);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** The same without a result. */
  public void run(TenantScope scope, Runnable work) {
    call(
        scope,
        () -> {
          work.run();
          return null;
        });
  }

  /** What comes is done for somebody, or null: for whom the thread's request is made. */
  static void restore(TenantScope told) {
    if (told == null) {
      TOLD.remove();
    } else {
      TOLD.set(told);
    }
  }

  private TenantScope ofRequest() {
    if (!Arc.container().requestContext().isActive()) {
      return TenantScope.none();
    }
    TenantScope scope = identities.getIdentity().getAttribute(ATTRIBUTE);
    return scope == null ? TenantScope.none() : scope;
  }
}
