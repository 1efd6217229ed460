package dev.trainyard.kit.tenant;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Has the connection of a transaction that goes on show the rows of somebody else. */
@ApplicationScoped
@IfBuildProperty(
    name = "trainyard.tenants.in-database",
    stringValue = "true",
    enableIfMissing = true)
class OpenTransaction implements ScopeListener {
  private final Instance<DataSource> dataSource;
  private final TransactionSynchronizationRegistry transactions;

  /**
   * @param dataSource asked for when it is there: it has to know of tenants itself first
   */
  OpenTransaction(
      Instance<DataSource> dataSource, TransactionSynchronizationRegistry transactions) {
    this.dataSource = dataSource;
    this.transactions = transactions;
  }

  @Override
  public void changed(TenantScope scope) {
    var status = transactions.getTransactionStatus();
    if (status != Status.STATUS_ACTIVE && status != Status.STATUS_MARKED_ROLLBACK) {
      return;
    }
    try (var connection = dataSource.get().getConnection()) {
      TenantConnections.set(connection, scope, true);
    } catch (SQLException e) {
      // In one that has failed no statement runs any more, and so none for the wrong one.
      throw new IllegalStateException("the database was not told whose rows to show", e);
    }
  }
}
