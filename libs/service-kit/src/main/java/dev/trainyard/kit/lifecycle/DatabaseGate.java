package dev.trainyard.kit.lifecycle;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;

/**
 * While the database is not migrated, only who migrates it gets connections; to all others it is
 * away. So nobody meets tables that are missing or those of the version before. Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(
    name = "trainyard.tenants.in-database",
    stringValue = "true",
    enableIfMissing = true)
class DatabaseGate implements AgroalPoolInterceptor {
  private volatile Thread alone;

  /** From now on this thread alone gets connections. */
  void closeExceptFor(Thread thread) {
    alone = thread;
  }

  void open() {
    alone = null;
  }

  @Override
  public void onConnectionAcquire(Connection connection) {
    var allowed = alone;
    if (allowed != null && allowed != Thread.currentThread()) {
      // The pool lets out no checked exception; the cause says that it is a matter of waiting.
      throw new IllegalStateException(
          new SQLTransientConnectionException("the database is not migrated yet"));
    }
  }
}
