package dev.trainyard.kit.outbox;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The kit's tables, without Flyway. */
final class OutboxSchema {
  private OutboxSchema() {}

  static void create(Connection connection) throws IOException, SQLException {
    for (var name :
        List.of(
            "V0_1__outbox.sql",
            "R__outbox_rejected.sql",
            "R__outbox_who.sql",
            "R__outbox_tenant.sql")) {
      try (var migration = OutboxSchema.class.getResourceAsStream("/db/service-kit/" + name);
          var statement = connection.createStatement()) {
        statement.execute(new String(migration.readAllBytes()));
      }
    }
  }
}
