package dev.trainyard.kit.tenant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseUserCheckIT {
  @Test
  void refusesUsersThatWouldSeeTheRowsOfAllTenants() throws SQLException {
    try (var postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("service"))) {
      try (var owner = connect(postgres, PostgresServer.ownerOf("service"))) {
        assertThatCode(() -> DatabaseUserCheck.requireBound(owner)).doesNotThrowAnyException();
        try (var superuser = connect(postgres, postgres.username());
            var statement = superuser.createStatement()) {
          assertRefused(superuser);
          statement.execute("ALTER ROLE service_owner BYPASSRLS");
        }
        assertRefused(owner);
      }
    }
  }

  private static void assertRefused(Connection connection) {
    assertThatThrownBy(() -> DatabaseUserCheck.requireBound(connection))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ordinary user that owns its database");
  }

  private static Connection connect(PostgresServer postgres, String user) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl("service"), user, postgres.password());
  }
}
