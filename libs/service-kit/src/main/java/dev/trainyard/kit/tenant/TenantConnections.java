package dev.trainyard.kit.tenant;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Tells the database, with each connection that leaves the pool, whose rows it is to show. In a
 * transaction the setting ends with it; else it is cleared when the connection comes back.
 * Thread-safe.
 */
@ApplicationScoped
@IfBuildProperty(
    name = "trainyard.tenants.in-database",
    stringValue = "true",
    enableIfMissing = true)
class TenantConnections implements AgroalPoolInterceptor {
  private static final Logger LOG = Logger.getLogger(TenantConnections.class);

  /** No query: a transaction may still say how it is isolated. One message to the database. */
  private static final String SET =
      "SET %1$s trainyard.tenant = '%2$s'; SET %1$s trainyard.last_tenant = '%3$s'";

  private final CurrentTenant tenant;
  private final Set<PGConnection> toClear = ConcurrentHashMap.newKeySet();

  TenantConnections(CurrentTenant tenant) {
    this.tenant = tenant;
  }

  @Override
  public void onConnectionAcquire(Connection connection) {
    try {
      var inTransaction = !connection.getAutoCommit();
      if (!inTransaction) {
        toClear.add(connection.unwrap(PGConnection.class));
      }
      set(connection, tenant.scope(), inTransaction);
    } catch (SQLException e) {
      // The pool throws the connection away and nobody gets it.
      throw new IllegalStateException("the database was not told whose rows to show", e);
    }
  }

  @Override
  public void onConnectionReturn(Connection connection) {
    try {
      if (toClear.remove(connection.unwrap(PGConnection.class)) && !connection.isClosed()) {
        set(connection, TenantScope.none(), false);
      }
    } catch (SQLException e) {
      // Broken: the pool finds that out. Whole, the next one to take it sets it anew.
      LOG.debugf("Connection not cleared reason=%s", e.getMessage());
    }
  }

  @Override
  public void onConnectionDestroy(Connection connection) {
    try {
      toClear.remove(connection.unwrap(PGConnection.class));
    } catch (SQLException e) {
      LOG.debugf("Connection not forgotten reason=%s", e.getMessage());
    }
  }

  static void set(Connection connection, TenantScope scope, boolean inTransaction)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          SET.formatted(inTransaction ? "LOCAL" : "SESSION", scope.first(), scope.last()));
    }
  }
}
