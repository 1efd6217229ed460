package dev.trainyard.kit.tenant;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Does not let a service start whose database would show it the rows of all tenants. */
@ApplicationScoped
@IfBuildProperty(
    name = "trainyard.tenants.in-database",
    stringValue = "true",
    enableIfMissing = true)
public class DatabaseUserCheck {
  private static final String PRIVILEGED =
      """
      SELECT rolname FROM pg_roles
      WHERE rolname IN (current_user, session_user) AND (rolsuper OR rolbypassrls)
      """;

  /**
   * @throws SQLException if the database cannot be asked
   * @throws IllegalStateException if row-level security does not bind its user
   */
  public void check(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      requireBound(connection);
    }
  }

  /**
   * @throws IllegalStateException if row-level security does not bind this connection's user
   */
  static void requireBound(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var privileged = statement.executeQuery(PRIVILEGED)) {
      if (privileged.next()) {
        throw new IllegalStateException(
            "The database user %s is a superuser or has BYPASSRLS: it would see the rows of all"
                    .formatted(privileged.getString(1))
                + " tenants. Give the service an ordinary user that owns its database, see"
                + " docs/operations.md.");
      }
    }
  }
}
